package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mmt4j.io.DataFileException;
import org.mmt4j.similarity.VectorPrecision;

class LuceneEngineTest extends VectorEngineContract {

  @TempDir private Path folder;

  private final Map<VectorEngine, Path> places = new ConcurrentHashMap<>();

  @Override
  protected VectorEngine create(VectorSpace space) throws IOException {
    Path place = folder.resolve("library" + places.size());
    VectorEngine engine = LuceneEngine.open(place, space, VectorPrecision.FLOAT32);
    places.put(engine, place);
    return engine;
  }

  @Override
  protected VectorEngine reader(VectorEngine writer) throws IOException {
    return LuceneEngine.read(places.get(writer), writer.space());
  }

  @ParameterizedTest
  @EnumSource
  void reopenedLibrariesHaveWhatWasCommitted(VectorPrecision precision) throws IOException {
    List<LibraryEntry> entries = entries(WEIGHTED, 700, 1);
    try (VectorEngine engine = LuceneEngine.open(folder, WEIGHTED, precision)) {
      engine.put(entries.subList(0, 600));
      engine.setProperty("note", "six hundred");
      engine.commit();
      engine.put(entries.subList(600, 700));
      engine.remove(List.of("entry1"));
      engine.setProperty("note", "seven hundred");
    }
    try (VectorEngine engine = LuceneEngine.open(folder, WEIGHTED, VectorPrecision.FLOAT32)) {
      assertEquals(600, engine.size());
      assertEquals(Map.of("note", "six hundred"), engine.properties());
      assertTrue(engine.describe().contains(precision.name()), engine.describe());
      engine.put(entries.subList(600, 700)); // over the rows that were not committed
      engine.commit();
      Set<String> found = new HashSet<>();
      for (LibraryEntry entry : entries) {
        found.add(search(engine, entry, Filter.all(), 1).get(0).id());
      }
      assertTrue(found.size() > 400, "found " + found.size()); // weights favour some entries
    }
  }

  @ParameterizedTest
  @EnumSource
  void entriesAreTheirOwnNearest(VectorPrecision precision) throws IOException {
    List<LibraryEntry> entries = entries(SPACE, 600, 2);
    try (VectorEngine engine = LuceneEngine.open(folder, SPACE, precision)) {
      engine.put(entries);
      engine.commit();
      for (LibraryEntry entry : entries) {
        assertEquals(entry.id(), search(engine, entry, Filter.all(), 1).get(0).id());
      }
    }
  }

  @Test
  void vectorsOfAnotherModelAreRefusedByName() throws IOException {
    LuceneEngine.open(folder, SPACE, VectorPrecision.INT8).close();
    String message =
        folder
            + ": vectors of the library: found those of model aaaa with experts [look, audio], 16"
            + " values, expected those of model bbbb with experts [look, audio], 16 values,"
            + " weighted; open the library with its model, or embed the videos again into another"
            + " folder";
    assertEquals(
        message,
        assertThrows(
                DataFileException.class,
                () -> LuceneEngine.open(folder, WEIGHTED, VectorPrecision.INT8))
            .getMessage());
    assertEquals(
        message,
        assertThrows(DataFileException.class, () -> LuceneEngine.read(folder, WEIGHTED))
            .getMessage());
    LuceneEngine.open(folder, SPACE, VectorPrecision.INT8).close(); // nothing stays locked
  }

  @Test
  void aSecondWriterIsRefused() throws IOException {
    try (VectorEngine first = LuceneEngine.open(folder, SPACE, VectorPrecision.INT8)) {
      assertEquals(
          folder
              + ": found another writer of the library, expected none; close it, or open the"
              + " library for reading",
          assertThrows(
                  DataFileException.class,
                  () -> LuceneEngine.open(folder, SPACE, VectorPrecision.INT8))
              .getMessage());
      first.put(entries(SPACE, 1, 3));
      first.commit();
      assertEquals(1, first.size());
    }
  }

  @Test
  void foldersThatAreNoLibraryAreRefusedAndStayAsTheyAre() throws IOException {
    Files.writeString(folder.resolve("holiday.mp4"), "frames");
    assertEquals(
        folder + ": found files but no index, expected a library or an empty folder",
        assertThrows(
                DataFileException.class,
                () -> LuceneEngine.open(folder, SPACE, VectorPrecision.INT8))
            .getMessage());
    assertEquals(
        folder + ": found no folder index, expected that of a library",
        assertThrows(DataFileException.class, () -> LuceneEngine.read(folder)).getMessage());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(folder.resolve("holiday.mp4")), files.toList());
    }
  }

  @Test
  void aTruncatedFileOfVectorsIsRefused() throws IOException {
    try (VectorEngine engine = LuceneEngine.open(folder, SPACE, VectorPrecision.INT8)) {
      engine.put(entries(SPACE, 10, 4));
      engine.commit();
    }
    Path vectors = folder.resolve("vectors-1");
    try (FileChannel channel = FileChannel.open(vectors, StandardOpenOption.WRITE)) {
      channel.truncate(5000);
    }
    String message =
        assertThrows(DataFileException.class, () -> LuceneEngine.read(folder, SPACE)).getMessage();
    assertTrue(message.startsWith(vectors + ": found 5000 bytes, expected at least "), message);
  }

  @Test
  void damagedIndexesAreRefusedWithIoExceptions() throws IOException {
    try (VectorEngine engine = LuceneEngine.open(folder, SPACE, VectorPrecision.INT8)) {
      engine.put(entries(SPACE, 10, 5));
      engine.commit();
    }
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder.resolve("index"))) {
      all.filter(file -> !file.endsWith("write.lock")).forEach(files::add);
    }
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, new byte[Math.min(bytes.length, 20)]);
      assertThrows(IOException.class, () -> LuceneEngine.read(folder, SPACE), file.toString());
      Files.write(file, bytes);
    }
    LuceneEngine.read(folder, SPACE).close();
  }

  @Test
  void compactingFreesTheRowsOfRemovedEntries() throws IOException {
    try (VectorEngine engine = LuceneEngine.open(folder, SPACE, VectorPrecision.INT8)) {
      engine.put(entries(SPACE, 3000, 6));
      engine.commit();
      long before = Files.size(folder.resolve("vectors-1"));
      engine.remove(Stream.iterate(0, i -> i + 1).limit(2900).map(i -> "entry" + i).toList());
      engine.compact();
      assertEquals(100, engine.size());
      assertTrue(Files.notExists(folder.resolve("vectors-1")));
      assertTrue(Files.size(folder.resolve("vectors-2")) < before / 3);
      assertTrue(engine.describe().endsWith("0 of 100 rows unused"), engine.describe());
    }
  }
}
