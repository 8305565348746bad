package org.mmt4j.features;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mmt4j.data.VideoFeatures;

class DataReportTest {

  @ParameterizedTest
  @CsvSource({"0, 0 problems", "1, 1 problem", "2, 2 problems"})
  void tableCountsProblems(int count, String expected) {
    DataReport.Builder report = new DataReport.Builder();
    for (int i = 0; i < count; i++) {
      report.problem("file" + i);
    }
    assertEquals(expected, report.build().toString().lines().toList().get(2));
  }

  @Test
  void tableCountsVideos() {
    DataReport.Builder report = new DataReport.Builder();
    report.add(StoredVideo.of(VideoFeatures.of("v", Map.of()), Caption.of("dog")));
    assertEquals(
        "1 video, captions of a video: 1 to 1, median 1.0",
        report.build().toString().lines().toList().get(0));
  }
}
