package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FilmTest {

  private static final Clip CLIP =
      SharedWorld.WORLD.test().stream()
          .filter(clip -> clip.script().writing().isPresent())
          .findFirst()
          .orElseThrow();

  @Test
  void framesShowTheThingInItsColour() {
    Clip solid =
        SharedWorld.WORLD.test().stream()
            .filter(clip -> clip.script().shape() == Shape.SQUARE)
            .findFirst()
            .orElseThrow();
    Pose pose = solid.script().pose(0);
    BufferedImage frame = solid.footage().film().frame(0);
    int x = (int) (frame.getWidth() / 2.0 + pose.x() * frame.getHeight());
    int y = (int) (frame.getHeight() / 2.0 + pose.y() * frame.getHeight());
    int red = frame.getRGB(x, y) >> 16 & 0xff;
    // Shade and gloss change the tone at the centre by at most a fifth.
    assertEquals(255 * solid.script().colour().channel(0), red, 50);
  }

  @Test
  void writtenWordIsVisibleOnlyAroundItsTime() {
    double second = CLIP.script().writing().orElseThrow().words().get(0).second();
    Script withoutWord = withoutWriting(CLIP.script());
    assertNotEquals(
        Arrays.hashCode(pixels(CLIP.footage().film().frame(second))),
        Arrays.hashCode(pixels(new Film(withoutWord, 1, new DotLetters()).frame(second))));
    double otherSecond = second > 4 ? second - 2 : second + 2;
    assertEquals(
        Arrays.hashCode(pixels(CLIP.footage().film().frame(otherSecond))),
        Arrays.hashCode(pixels(new Film(withoutWord, 1, new DotLetters()).frame(otherSecond))));
  }

  private static Script withoutWriting(Script script) {
    return new Script(
        script.colour(),
        script.shape(),
        script.first(),
        script.second(),
        script.soundTrack(),
        Optional.empty(),
        script.speech(),
        script.staging());
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(
        0,
        0,
        image.getWidth(),
        image.getHeight(),
        new int[image.getWidth() * image.getHeight()],
        0,
        image.getWidth());
  }
}
