package org.mmt4j.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExtractionReportTest {

  private static final Path FILE = Path.of("one.mp4");

  @Test
  void isNotChangedThroughItsCollections() {
    List<ExtractionFailure> failures = new ArrayList<>();
    List<String> notes = new ArrayList<>(List.of("one.mp4: expert audio failed"));
    SortedMap<Path, Integer> damagedPackets = new TreeMap<>(Map.of(FILE, 2));
    ExtractionReport report = new ExtractionReport(1, 0, failures, damagedPackets, notes);
    failures.add(new ExtractionFailure(FILE, "one.mp4: found no frame"));
    damagedPackets.clear();
    notes.clear();
    assertEquals(List.of(), report.failures());
    assertEquals(Map.of(FILE, 2), report.damagedPackets());
    assertEquals(List.of("one.mp4: expert audio failed"), report.notes());
    assertThrows(UnsupportedOperationException.class, () -> report.damagedPackets().clear());
  }
}
