package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.mmt4j.extract.SubtitleCue;

/** A video file for tests: what is seen, heard and read in it, and how it is coded. */
public final class TestClip {

  /** A picture at each moment. */
  @FunctionalInterface
  public interface Painter {
    /** Red, green and blue, 8 bits each, of a pixel of picture {@code index}. */
    int rgb(int index, int x, int y);
  }

  /** Sound at each moment. */
  @FunctionalInterface
  public interface Sound {
    /** In [-1, 1]. */
    double at(double second, int channel);
  }

  final Path file;
  String videoCodec = "mpeg4";
  int pixels = avutil.AV_PIX_FMT_YUV420P;
  int width = 64;
  int height = 48;
  double[] seconds = IntStream.range(0, 25).mapToDouble(i -> i / 25.0).toArray();
  int framesPerSecond = 25;
  Painter painter = (index, x, y) -> 0x808080;
  int rotation;
  int pixelWidth = 1;
  String audioCodec = "";
  int rate;
  int channels;
  double soundStart;
  double soundEnd;
  double pauseStart = Double.MAX_VALUE;
  double pauseEnd;
  Sound sound = (second, channel) -> 0;
  ImmutableList<SubtitleCue> cues = ImmutableList.of();
  boolean headerFirst;

  private TestClip(Path file) {
    this.file = file;
  }

  /** A grey video of a second without sound, unless told otherwise; its name tells the format. */
  public static TestClip of(Path file) {
    return new TestClip(file);
  }

  /** Pictures lose nothing: FFV1 of RGB, for .mkv and .avi. */
  public TestClip lossless() {
    videoCodec = "ffv1";
    pixels = avutil.AV_PIX_FMT_BGR0;
    return this;
  }

  /** Each picture by itself. */
  public TestClip mjpeg() {
    videoCodec = "mjpeg";
    pixels = avutil.AV_PIX_FMT_YUVJ420P;
    return this;
  }

  /** No pictures. */
  public TestClip withoutPictures() {
    videoCodec = "";
    seconds = new double[0];
    return this;
  }

  /** Size as stored. */
  public TestClip size(int storedWidth, int storedHeight) {
    width = storedWidth;
    height = storedHeight;
    return this;
  }

  /** Pictures at a constant rate. */
  public TestClip frames(int count, int perSecond) {
    framesPerSecond = perSecond;
    seconds = IntStream.range(0, count).mapToDouble(i -> (double) i / perSecond).toArray();
    return this;
  }

  /** Pictures at these seconds, in milliseconds. */
  public TestClip framesAt(double... chosen) {
    seconds = chosen.clone();
    return this;
  }

  /** What is seen. */
  public TestClip painted(Painter chosen) {
    painter = chosen;
    return this;
  }

  /** Degrees by which the stored pictures are to be turned clockwise. */
  public TestClip rotated(int degrees) {
    rotation = degrees;
    return this;
  }

  /** A pixel is so many times as wide as it is high. */
  public TestClip pixelWidth(int times) {
    pixelWidth = times;
    return this;
  }

  /** What is heard, 16 bits or the codec's own. */
  public TestClip sound(String codec, int samplesPerSecond, int channelCount, Sound chosen) {
    audioCodec = codec;
    rate = samplesPerSecond;
    channels = channelCount;
    sound = chosen;
    return soundFor(0, 1);
  }

  /** Between which seconds there is sound. */
  public TestClip soundFor(double from, double until) {
    soundStart = from;
    soundEnd = until;
    return this;
  }

  /** Between which seconds the file has no packets of sound. */
  public TestClip soundPauses(double from, double until) {
    pauseStart = from;
    pauseEnd = until;
    return this;
  }

  /** What is to be read. */
  public TestClip subtitles(SubtitleCue... chosen) {
    cues = ImmutableList.copyOf(chosen);
    return this;
  }

  /** With the header of an .mp4 at its start. */
  public TestClip headerFirst() {
    headerFirst = true;
    return this;
  }

  /** Writes the file. */
  public Path write() {
    new TestClipWriter(this).write();
    return file;
  }
}
