package org.mmt4j.extract.pose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.extract.Frame;
import org.mmt4j.extract.FrameReader;
import org.mmt4j.extract.FrameSampling;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;
import org.mmt4j.extract.onnx.OnnxArray;
import org.mmt4j.extract.onnx.OnnxModel;

/** MoveNet, which {@code fetch-networks.sh} fetches, on a photograph of opencv-doc. */
@Tag("networks")
class RealPoseTest {

  private static final Path MODELS = Path.of("target/networks/models");
  private static final Path PLAYER =
      Path.of("/usr/share/doc/opencv-doc/examples/data/messi5.jpg"); // 548 x 342 pixels

  /** Pixels of joints as a person sees them, by the numbers of the joints. */
  private static final ImmutableMap<Integer, List<Integer>> JOINTS =
      ImmutableMap.of(
          0, List.of(243, 108), // nose
          5, List.of(287, 135), // left shoulder, at the right of the picture
          6, List.of(178, 128),
          9, List.of(355, 163), // left wrist
          10, List.of(92, 97),
          15, List.of(425, 268), // left ankle
          16, List.of(275, 312));

  private static final double TOLERANCE = 0.06 * 548;

  @TempDir Path folder;

  @Test
  void jointsAreWhereAPersonSeesThem() throws IOException {
    float[] joints;
    try (OnnxModel network = PersonPose.NETWORK.open(Optional.of(MODELS))) {
      OnnxArray input = PersonPose.input(frame());
      joints = network.run(OnnxArray.of(input.values(), 1, 192, 192, 3)).values();
    }
    JOINTS.forEach(
        (joint, pixel) -> {
          assertEquals(pixel.get(0), joints[3 * joint + 1] * 548, TOLERANCE, "x of " + joint);
          assertEquals(pixel.get(1), joints[3 * joint] * 548, TOLERANCE, "y of " + joint);
        });
  }

  private Frame frame() throws IOException {
    var image = ImageIO.read(PLAYER.toFile());
    Path clip =
        TestClip.of(folder.resolve("player.mkv"))
            .lossless()
            .size(image.getWidth(), image.getHeight())
            .frames(1, 1)
            .painted((index, x, y) -> image.getRGB(x, y) & 0xffffff)
            .write();
    try (FrameReader frames =
        FfmpegVideo.open("player", clip).frames(FrameSampling.all(), new FrameSize.AtMost(192))) {
      return frames.next().orElseThrow();
    }
  }
}
