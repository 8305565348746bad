package org.mmt4j.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mmt4j.data.ExpertFeatures;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.features.Caption;
import org.mmt4j.features.FeatureSource;
import org.mmt4j.features.FeatureSources;
import org.mmt4j.features.Hdf5Writer;
import org.mmt4j.features.StoredVideo;
import picocli.CommandLine;

class ConvertFeaturesTest {

  @Test
  void conversionToStoreAndBackIsLossless(@TempDir Path folder) throws IOException {
    ExpertFeatures features =
        ExpertFeatures.of(new float[][] {{1 / 3f, -2}, {3, 4e-30f}}, new double[] {0.1, 0.7});
    StoredVideo video =
        StoredVideo.of(VideoFeatures.of("video7", Map.of("s3d", features)), Caption.of("a", "dog"));
    Hdf5Writer.to(folder.resolve("first")).write(video);

    convert(folder.resolve("first"), folder.resolve("store"), "store");
    convert(folder.resolve("store"), folder.resolve("second"), "h5");

    try (FeatureSource source = FeatureSources.open(folder.resolve("second"))) {
      StoredVideo converted = source.readAll("video7");
      assertEquals(video.captions(), converted.captions());
      ExpertFeatures convertedFeatures = converted.features().expert("s3d").orElseThrow();
      for (int row = 0; row < 2; row++) {
        assertArrayEquals(features.feature(row), convertedFeatures.feature(row));
        assertEquals(features.time(row), convertedFeatures.time(row));
      }
    }
  }

  private static void convert(Path from, Path to, String format) {
    String[] arguments = {"--from", from.toString(), "--to", to.toString(), "--format", format};
    assertEquals(0, CommandRunner.run(new CommandLine(new ConvertFeatures()), arguments));
  }
}
