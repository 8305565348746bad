package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;

/**
 * Paints frames of a script at any size: a pale backdrop, the coloured thing with its soft shadow,
 * and its dark visitor. Edges are anti-aliased. Not thread-safe.
 */
final class Painter {

  /** Radius of the thing at scale 1, in frame heights. */
  static final double RADIUS = 0.115;

  /** Number of backdrops. */
  static final int BACKDROPS = BackdropTones.values().length;

  private static final double VISITOR_RADIUS = 0.055;
  private static final float[] VISITOR_TONE = {0.20f, 0.21f, 0.26f};
  private static final double SHADOW_X = 0.012;
  private static final double SHADOW_Y = 0.028;
  private static final double SHADOW_BLUR = 0.05;
  private static final double SHADOW_DARKNESS = 0.20;
  private static final double SHADE = 0.12;
  private static final double GLOSS = 0.30;

  /** Pale tones at the top and the bottom of a frame. */
  private enum BackdropTones {
    SKY(0.87f, 0.91f, 0.95f, 0.97f, 0.96f, 0.93f),
    SAND(0.95f, 0.92f, 0.88f, 0.91f, 0.88f, 0.83f),
    MINT(0.89f, 0.94f, 0.91f, 0.96f, 0.97f, 0.94f),
    ROSE(0.96f, 0.91f, 0.91f, 0.90f, 0.87f, 0.90f);

    private final ImmutableList<Float> top;
    private final ImmutableList<Float> bottom;

    BackdropTones(float... tones) {
      top = ImmutableList.of(tones[0], tones[1], tones[2]);
      bottom = ImmutableList.of(tones[3], tones[4], tones[5]);
    }
  }

  private final Script script;
  private final int width;
  private final int height;
  private final float[] backdrop;
  private Pose lastPose;
  private Picture lastPicture;

  Painter(Script script, int width, int height) {
    this.script = script;
    this.width = width;
    this.height = height;
    this.backdrop = backdrop();
    this.lastPose = script.pose(0);
    this.lastPicture = paint(lastPose);
  }

  /** Returns the frame at a time in seconds; reuses the last frame while nothing moves. */
  Picture paint(double second) {
    Pose pose = script.pose(second);
    if (!pose.equals(lastPose)) {
      lastPicture = paint(pose);
      lastPose = pose;
    }
    return new Picture(width, height, lastPicture.rgb().clone());
  }

  private Picture paint(Pose pose) {
    Picture picture = new Picture(width, height, backdrop.clone());
    if (pose.opacity() > 0) {
      paintShadow(picture, pose);
      paintThing(picture, pose);
    }
    if (pose.visitorScale() > 0) {
      paintVisitor(picture, pose);
    }
    return picture;
  }

  private float[] backdrop() {
    BackdropTones tones = BackdropTones.values()[script.staging().backdrop()];
    float[] rgb = new float[width * height * 3];
    for (int i = 0; i < rgb.length; i++) {
      int row = i / (3 * width);
      float down = (row + 0.5f) / height;
      rgb[i] = tones.top.get(i % 3) * (1 - down) + tones.bottom.get(i % 3) * down;
    }
    return rgb;
  }

  /** The coverage, 0 to 1, of the pixel at (x, y), relative to a centre, in frame heights. */
  private interface Coverage {
    double at(double x, double y);
  }

  /** The value of a channel at (x, y). */
  private interface Tone {
    double at(int channel, double x, double y);
  }

  private void paintShadow(Picture picture, Pose pose) {
    double radius = RADIUS * pose.scale();
    fill(
        picture,
        pose.x() + SHADOW_X,
        pose.y() + SHADOW_Y,
        radius * Shape.REACH + SHADOW_BLUR,
        (x, y) -> {
          double outside = script.shape().distance(x / radius, y / radius) * radius;
          return SHADOW_DARKNESS * pose.opacity() * clamp(0.5 - outside / SHADOW_BLUR);
        },
        (channel, x, y) -> 0.25);
  }

  private void paintThing(Picture picture, Pose pose) {
    double radius = RADIUS * pose.scale();
    fill(
        picture,
        pose.x(),
        pose.y(),
        radius * Shape.REACH,
        (x, y) -> {
          double outside = script.shape().distance(x / radius, y / radius) * radius;
          return pose.opacity() * clamp(0.5 - outside * height);
        },
        (channel, x, y) -> thingTone(channel, x / radius, y / radius));
  }

  /** Returns a tone that is lighter at the top, with a soft highlight at the upper left. */
  private double thingTone(int channel, double x, double y) {
    double gloss = GLOSS * clamp(1 - 2.2 * Math.hypot(x + 0.35, y + 0.4));
    double tone = script.colour().channel(channel) * (1 - SHADE * y);
    return Math.min(1, tone * (1 - gloss) + gloss);
  }

  private void paintVisitor(Picture picture, Pose pose) {
    double radius = VISITOR_RADIUS * pose.visitorScale();
    fill(
        picture,
        pose.x() + pose.visitorOffset(),
        pose.y(),
        radius,
        (x, y) -> clamp(0.5 - (Math.sqrt(x * x + y * y) - radius) * height),
        (channel, x, y) -> VISITOR_TONE[channel]);
  }

  private void fill(
      Picture picture,
      double centreX,
      double centreY,
      double reach,
      Coverage coverageAt,
      Tone tone) {
    double pixelX = width / 2.0 + centreX * height;
    double pixelY = height / 2.0 + centreY * height;
    double pixelReach = reach * height + 1;
    for (int row = from(pixelY - pixelReach); row < to(pixelY + pixelReach, height); row++) {
      for (int column = from(pixelX - pixelReach);
          column < to(pixelX + pixelReach, width);
          column++) {
        double x = (column + 0.5 - pixelX) / height;
        double y = (row + 0.5 - pixelY) / height;
        double coverage = coverageAt.at(x, y);
        if (coverage > 0) {
          blend(picture, (row * width + column) * 3, coverage, tone, x, y);
        }
      }
    }
  }

  private static void blend(
      Picture picture, int index, double coverage, Tone tone, double x, double y) {
    for (int channel = 0; channel < 3; channel++) {
      double under = picture.rgb()[index + channel];
      picture.rgb()[index + channel] =
          (float) (under + coverage * (tone.at(channel, x, y) - under));
    }
  }

  private static int from(double pixel) {
    return Math.max(0, (int) Math.floor(pixel));
  }

  private static int to(double pixel, int end) {
    return Math.min(end, (int) Math.ceil(pixel));
  }

  private static double clamp(double x) {
    return Math.min(1, Math.max(0, x));
  }
}
