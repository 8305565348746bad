package org.mmt4j.extract.faces;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.extract.FeatureExtractor;
import org.mmt4j.extract.ffmpeg.FfmpegVideo;
import org.mmt4j.extract.ffmpeg.TestClip;

/** Real networks and photographs, which {@code fetch-networks.sh} fetches. */
@Tag("networks")
class RealFacesTest {

  private static final Path MODELS = Path.of("target/networks/models");
  private static final Path PHOTOS = Path.of("target/networks/photos");

  /** Number of faces as a person counts them. */
  private static final ImmutableMap<String, Integer> FACES =
      ImmutableMap.of(
          "sample1.jpg", 3,
          "sample2.jpg", 3,
          "sample3.jpg", 3,
          "sample4.jpg", 4,
          "sample5.jpg", 5,
          "sample6.jpg", 4);

  private static final int MIN_FOUND = 20;

  @TempDir Path folder;

  @Test
  void facesAreFoundAndDescribedAlikeInAMirror() throws IOException {
    List<float[]> faces = new ArrayList<>();
    List<float[]> mirrored = new ArrayList<>();
    int found = 0;
    int excess = 0;
    try (FeatureExtractor open = new FaceDescriptors().open(Optional.of(MODELS))) {
      for (Map.Entry<String, Integer> photo : FACES.entrySet()) {
        List<float[]> here = features(open, photo.getKey(), false);
        List<float[]> there = features(open, photo.getKey(), true);
        found += Math.min(photo.getValue(), here.size());
        excess += Math.max(0, here.size() - photo.getValue());
        if (here.size() == there.size()) { // the same faces, as far as one can tell
          faces.addAll(here);
          mirrored.addAll(there);
        }
      }
    }
    int alike = 0;
    for (float[] face : faces) {
      double mirror = mirrored.stream().mapToDouble(other -> cosine(face, other)).max().orElse(0);
      double others =
          faces.stream()
              .filter(other -> other != face)
              .mapToDouble(other -> cosine(face, other))
              .max()
              .orElse(1);
      alike += mirror > others ? 1 : 0;
    }
    String result =
        found
            + " of 22 found, "
            + excess
            + " too many, "
            + alike
            + " of "
            + faces.size()
            + " nearest to a mirrored one";
    assertTrue(found >= MIN_FOUND && excess == 0 && alike >= 0.8 * faces.size(), result);
  }

  private List<float[]> features(FeatureExtractor expert, String photo, boolean mirror)
      throws IOException {
    BufferedImage image = ImageIO.read(PHOTOS.resolve(photo).toFile());
    int width = image.getWidth() / 2 * 2;
    Path clip =
        TestClip.of(folder.resolve(photo + mirror + ".mkv"))
            .lossless()
            .size(width, image.getHeight() / 2 * 2)
            .frames(1, 1)
            .painted((index, x, y) -> image.getRGB(mirror ? width - 1 - x : x, y) & 0xffffff)
            .write();
    List<float[]> features = new ArrayList<>();
    Optional<ExpertFeatures> found = expert.extract(FfmpegVideo.open("photo", clip));
    for (int i = 0; i < found.map(ExpertFeatures::count).orElse(0); i++) {
      features.add(found.get().feature(i));
    }
    return features;
  }

  private static double cosine(float[] a, float[] b) {
    double product = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
      squaresOfA += a[i] * a[i];
      squaresOfB += b[i] * b[i];
    }
    return product / Math.sqrt(squaresOfA * squaresOfB);
  }
}
