package org.mmt4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresTest {

  @Test
  void ratiosCompareMediansWithTheBestOpponentAndExceedOneIfThisLibraryIsFaster(
      @TempDir Path directory) throws IOException {
    Figures figures = new Figures();
    for (double seconds : new double[] {9, 2, 1}) {
      figures.seconds(Part.TRAIN_DENSE, ContenderProcess.MMT, seconds);
      figures.seconds(Part.TRAIN_DENSE, ContenderProcess.LIBTORCH, 4 * seconds);
      figures.seconds(Part.TRAIN_DENSE, ContenderProcess.LIBTORCH_TRUNCATED, 3 * seconds);
    }
    figures.peak(100);
    figures.peak(50);
    figures.peakMebibytes(Part.TRAIN_DENSE, ContenderProcess.LIBTORCH, 7);
    Path json = directory.resolve("figures.json");
    figures.write(json);
    JsonNode written = new ObjectMapper().readTree(json.toFile());
    assertEquals(3, written.get("train.dense.ratio").asDouble());
    assertEquals(2, written.get("train.dense.mmt.seconds").asDouble());
    assertEquals(100, written.get("sgemm.gflops").asDouble());
    assertEquals(
        Flops.trainingStep() / 2 / 100e9, written.get("train.dense.share_of_peak").asDouble());
    assertEquals(7, written.get("rss.train.libtorch.mib").asDouble());
  }

  @Test
  void countsOperationsOfThePaddedModel() {
    double layers = 4 * (4 * 3.657e9 + 2.0 * 2 * 32 * 218 * 218 * 512 + 2 * 21.94e9); // 6976 rows
    double projections = 2.0 * 32 * 31 * 512 * (512 + 300 + 2048 + 1024 + 2208 + 300 + 128);
    assertEquals(layers + projections, Flops.videos(), 1e-3 * layers);
  }
}
