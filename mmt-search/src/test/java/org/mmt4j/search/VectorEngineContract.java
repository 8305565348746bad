package org.mmt4j.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mmt4j.VideoEmbedding;
import org.mmt4j.graph.ClosedException;
import org.mmt4j.similarity.Similarity;

/** What every engine does. A test of an engine extends this class and opens empty libraries. */
public abstract class VectorEngineContract {

  protected static final VectorSpace SPACE =
      new VectorSpace("aaaa", VectorSpace.parts(List.of("look", "audio"), 8), false);
  protected static final VectorSpace WEIGHTED =
      new VectorSpace("bbbb", VectorSpace.parts(List.of("look", "audio"), 8), true);

  /** Rounding of float32, and of what engines make of similarities. */
  private static final double ROUNDING = 1e-5;

  private final List<VectorEngine> opened = new ArrayList<>();

  /** Opens a library for writing that other calls of this test do not share. */
  protected abstract VectorEngine create(VectorSpace space) throws IOException;

  /** Opens the library of an engine once more, for reading. */
  protected abstract VectorEngine reader(VectorEngine writer) throws IOException;

  private VectorEngine engine(VectorSpace space) throws IOException {
    VectorEngine engine = create(space);
    opened.add(engine);
    return engine;
  }

  @AfterEach
  void closeEngines() throws IOException {
    for (VectorEngine engine : opened) {
      engine.close();
    }
  }

  @Test
  void findsTheMostSimilarEntriesInOrder() throws IOException {
    for (VectorSpace space : List.of(SPACE, WEIGHTED)) {
      VectorEngine engine = engine(space);
      List<LibraryEntry> entries = entries(space, 300, 1);
      engine.put(entries);
      engine.commit();
      for (LibraryEntry query : entries(space, 20, 2)) {
        List<VectorEngine.Match> best = search(engine, query, Filter.all(), 10);
        assertEquals(ids(expected(entries, query, 10)), ids(best));
        for (VectorEngine.Match match : best) {
          assertEquals(
              similarity(query, engine.entries(List.of(match.id())).get(0)),
              match.score(),
              ROUNDING);
        }
      }
    }
  }

  @Test
  void changesAreInvisibleUntilCommitted() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 2, 3);
    engine.put(entries.subList(0, 1));
    engine.setProperty("note", "one");
    assertEquals(0, engine.size());
    assertEquals(Map.of(), engine.properties());
    assertTrue(search(engine, entries.get(0), Filter.all(), 5).isEmpty());
    engine.commit();
    assertEquals(1, engine.size());
    assertEquals(Map.of("note", "one"), engine.properties());
    engine.remove(List.of(entries.get(0).id()));
    assertEquals(1, engine.size());
    engine.commit();
    assertEquals(0, engine.size());
  }

  @Test
  void putReplacesEntriesOfTheSameId() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> two = entries(SPACE, 2, 4);
    LibraryEntry replacement =
        LibraryEntry.of(new VideoEmbedding("entry0", two.get(1).embedding().vector(), none()));
    engine.put(two);
    engine.put(List.of(replacement));
    engine.commit();
    assertEquals(2, engine.size());
    assertArrayEquals(
        two.get(1).embedding().vector(),
        engine.entries(List.of("entry0")).get(0).embedding().vector(),
        (float) ROUNDING);
  }

  @Test
  void removedEntriesAreNotFoundAndUnknownIdsAreHarmless() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 10, 5);
    engine.put(entries);
    engine.commit();
    engine.remove(List.of("entry3", "no such entry"));
    engine.commit();
    assertEquals(9, engine.size());
    assertEquals(
        entries.stream().map(LibraryEntry::id).filter(id -> !id.equals("entry3")).toList(),
        engine.ids().stream().sorted().toList());
    assertFalse(ids(search(engine, entries.get(3), Filter.all(), 10)).contains("entry3"));
    assertEquals(List.of(), engine.entries(List.of("entry3", "no such entry")));
  }

  @Test
  void entriesAreReturnedAsTheyWerePut() throws IOException {
    VectorEngine engine = engine(WEIGHTED);
    LibraryEntry plain = entries(WEIGHTED, 1, 6).get(0);
    LibraryEntry entry =
        LibraryEntry.ofWindow(plain.embedding(), "a video/ä 日本.mp4", 30, 60.5)
            .with(
                Metadata.builder()
                    .text("caption", "A dog runs.\nTwice")
                    .text("heard", "")
                    .number("year", -2020.25)
                    .date("taken", Instant.ofEpochMilli(-1))
                    .tag("sport")
                    .tag("a \u0000 tag")
                    .build());
    engine.put(List.of(entry, LibraryEntry.of(new VideoEmbedding("b", vector(7), weights(7)))));
    engine.commit();
    List<LibraryEntry> found = engine.entries(List.of("b", entry.id()));
    assertEquals(Double.POSITIVE_INFINITY, found.get(0).end());
    assertEquals(entry.video(), found.get(1).video());
    assertEquals(entry.start(), found.get(1).start());
    assertEquals(entry.end(), found.get(1).end());
    assertEquals(entry.metadata(), found.get(1).metadata());
    assertArrayEquals(
        entry.embedding().vector(), found.get(1).embedding().vector(), (float) ROUNDING);
    assertArrayEquals(
        entry.embedding().weights(), found.get(1).embedding().weights(), (float) ROUNDING);
  }

  @Test
  void filtersComeBeforeTheRanking() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = new ArrayList<>();
    for (LibraryEntry entry : entries(SPACE, 200, 8)) {
      int i = entries.size();
      entries.add(
          LibraryEntry.ofWindow(entry.embedding(), "video" + i / 10, i, i + 1)
              .with(
                  Metadata.builder()
                      .number("number", i)
                      .date("date", Instant.ofEpochSecond(i))
                      .tag(i % 2 == 0 ? "even" : "odd")
                      .text("caption", i % 5 == 0 ? "a big dog" : "a cat")
                      .build()));
    }
    engine.put(entries);
    engine.commit();
    Filter even = new Filter.Tag("even");
    assertAccepted(engine, entries, even, i -> i % 2 == 0);
    assertAccepted(engine, entries, even.not(), i -> i % 2 == 1);
    assertAccepted(engine, entries, new Filter.OfVideo("video3"), i -> i / 10 == 3);
    assertAccepted(engine, entries, new Filter.NumberIn("number", 7, 11.5), i -> i >= 7 && i <= 11);
    assertAccepted(
        engine,
        entries,
        new Filter.DateIn("date", Instant.ofEpochSecond(190), Instant.MAX),
        i -> i >= 190);
    assertAccepted(engine, entries, new Filter.Words("caption", "Dog, big"), i -> i % 5 == 0);
    assertAccepted(engine, entries, new Filter.Words("caption", "big cat"), i -> false);
    assertAccepted(engine, entries, even.and(new Filter.Words("caption", "dog")), i -> i % 10 == 0);
    assertAccepted(
        engine,
        entries,
        new Filter.OfVideo("video1").or(new Filter.OfVideo("video2")),
        i -> i >= 10 && i < 30);
    assertAccepted(
        engine, entries, new Filter.Ids(Set.of("entry5", "entry9")), i -> i == 5 || i == 9);
    assertAccepted(engine, entries, new Filter.And(List.of()), i -> true);
    assertAccepted(engine, entries, new Filter.Or(List.of()), i -> false);
    assertAccepted(engine, entries, new Filter.Tag("no such tag"), i -> false);
    assertAccepted(engine, entries, new Filter.NumberIn("no such number", 0, 9), i -> false);
  }

  private static void assertAccepted(
      VectorEngine engine, List<LibraryEntry> entries, Filter filter, IntPredicate expected)
      throws IOException {
    Set<String> accepted = new HashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      if (expected.test(i)) {
        accepted.add("entry" + i);
      }
    }
    LibraryEntry query = entries.get(0);
    List<String> found = ids(search(engine, query, filter, 200));
    assertEquals(accepted, new HashSet<>(found), filter.toString());
    assertEquals(
        ids(
            expected(
                entries.stream().filter(entry -> accepted.contains(entry.id())).toList(),
                query,
                3)),
        ids(search(engine, query, filter, 3)),
        filter.toString());
  }

  @Test
  void keywordsFindTextsWithMoreOfTheWordsFirst() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 3, 9);
    engine.put(
        List.of(
            entries.get(0).with(Metadata.builder().text("heard", "the dog barks").build()),
            entries.get(1).with(Metadata.builder().text("read", "Dogs, cats, DOG").build()),
            entries.get(2).with(Metadata.builder().text("read", "dog barks twice").build())));
    engine.commit();
    List<String> found = ids(engine.keywords("dog barks", Filter.all(), 10));
    assertEquals(Set.of("entry0", "entry2"), new HashSet<>(found.subList(0, 2)));
    assertEquals("entry1", found.get(2));
    assertEquals(
        List.of("entry2"), ids(engine.keywords("barks", new Filter.Words("read", "twice"), 10)));
    assertEquals(List.of(), engine.keywords("?!", Filter.all(), 10));
    assertEquals(1, engine.keywords("dog", Filter.all(), 1).size());
  }

  @Test
  void meanAndDeviationAreThoseOfAllSimilarities() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 100, 10);
    engine.put(entries);
    engine.commit();
    LibraryEntry query = entries.get(0);
    double[] all = entries.stream().mapToDouble(entry -> similarity(query, entry)).toArray();
    double mean = Arrays.stream(all).average().orElseThrow();
    double variance = Arrays.stream(all).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
    VectorEngine.Answer answer = engine.search(question(query, Filter.all(), 1));
    assertEquals(mean, answer.mean(), 0.05); // engines may take a sample
    assertEquals(Math.sqrt(variance), answer.deviation(), 0.05);
  }

  @Test
  void compactedLibrariesAnswerAsBefore() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 1200, 11);
    engine.put(entries);
    engine.commit();
    engine.remove(IntStream.range(0, 1000).mapToObj(i -> "entry" + i).toList());
    engine.put(entries.subList(1100, 1150));
    engine.commit();
    List<VectorEngine.Match> before = search(engine, entries.get(1100), Filter.all(), 20);
    engine.compact();
    assertEquals(200, engine.size());
    assertEquals(before, search(engine, entries.get(1100), Filter.all(), 20));
    engine.put(entries.subList(0, 10));
    engine.commit();
    assertEquals("entry7", search(engine, entries.get(7), Filter.all(), 1).get(0).id());
    assertEquals("entry1199", search(engine, entries.get(1199), Filter.all(), 1).get(0).id());
  }

  @Test
  void readersSeeCommitsWhenTheyRefresh() throws IOException {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 20, 12);
    engine.put(entries.subList(0, 10));
    engine.commit();
    try (VectorEngine first = reader(engine);
        VectorEngine second = reader(engine)) {
      engine.put(entries.subList(10, 20));
      engine.commit();
      engine.compact();
      assertEquals(10, first.size());
      assertEquals("entry3", search(first, entries.get(3), Filter.all(), 1).get(0).id());
      first.refresh();
      assertEquals(20, first.size());
      assertEquals("entry13", search(first, entries.get(13), Filter.all(), 1).get(0).id());
      assertEquals(10, second.size());
      assertThrows(IllegalStateException.class, () -> first.put(entries));
      assertThrows(IllegalStateException.class, () -> first.remove(List.of("entry1")));
      assertThrows(IllegalStateException.class, first::commit);
    }
  }

  @Test
  void searchesRunWhileEntriesAreWritten() throws Exception {
    VectorEngine engine = engine(SPACE);
    List<LibraryEntry> entries = entries(SPACE, 1000, 13);
    engine.put(entries.subList(0, 1));
    engine.commit();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> searches = new ArrayList<>();
      for (int thread = 0; thread < 2; thread++) {
        searches.add(
            threads.submit(
                () -> {
                  int found = 0;
                  while (engine.size() < 900) {
                    found += search(engine, entries.get(0), Filter.all(), 5).size();
                    assertEquals(
                        "entry0", search(engine, entries.get(0), Filter.all(), 1).get(0).id());
                  }
                  return found;
                }));
      }
      for (int i = 1; i < 1000; i += 111) {
        engine.put(entries.subList(i, i + 111));
        engine.commit();
        if (i % 2 == 0) {
          engine.compact();
        }
      }
      for (Future<Integer> search : searches) {
        assertTrue(search.get() >= 0);
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1000, engine.size());
  }

  @Test
  void rejectsVectorsThatDoNotFitAndKeepsNoneOfThem() throws IOException {
    VectorEngine engine = engine(SPACE);
    LibraryEntry good = entries(SPACE, 1, 14).get(0);
    LibraryEntry shorter = LibraryEntry.of(new VideoEmbedding("short", new float[3], none()));
    float[] nan = vector(1);
    nan[2] = Float.NaN;
    LibraryEntry notFinite = LibraryEntry.of(new VideoEmbedding("nan", nan, none()));
    LibraryEntry weighted = LibraryEntry.of(new VideoEmbedding("w", vector(1), weights(1)));
    for (LibraryEntry bad : List.of(shorter, notFinite, weighted)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> engine.put(List.of(good, bad)))
              .getMessage();
      assertTrue(message.contains("entry " + bad.id() + ": found "), message);
    }
    engine.commit();
    assertEquals(0, engine.size());
    assertThrows(IllegalArgumentException.class, () -> search(engine, shorter, Filter.all(), 1));
    assertThrows(IllegalArgumentException.class, () -> search(engine, good, Filter.all(), 0));
    assertThrows(IllegalArgumentException.class, () -> engine.keywords("a", Filter.all(), 0));
  }

  @Test
  void closedEnginesSaySo() throws IOException {
    VectorEngine engine = create(SPACE);
    engine.close();
    engine.close();
    assertThrows(ClosedException.class, engine::size);
    assertThrows(ClosedException.class, () -> engine.put(entries(SPACE, 1, 15)));
    assertThrows(ClosedException.class, engine::commit);
  }

  protected static List<VectorEngine.Match> search(
      VectorEngine engine, LibraryEntry query, Filter filter, int count) throws IOException {
    return engine.search(question(query, filter, count)).best();
  }

  private static VectorEngine.Question question(LibraryEntry query, Filter filter, int count) {
    return new VectorEngine.Question(
        query.embedding().vector(), query.embedding().weights(), filter, count);
  }

  private static double similarity(LibraryEntry query, LibraryEntry entry) {
    return Similarity.of(
        query.embedding().vector(),
        query.embedding().weights(),
        entry.embedding().vector(),
        entry.embedding().weights());
  }

  private static List<VectorEngine.Match> expected(
      List<LibraryEntry> entries, LibraryEntry query, int count) {
    return entries.stream()
        .map(
            entry ->
                new VectorEngine.Match(
                    entry.id(),
                    entry.video(),
                    entry.start(),
                    entry.end(),
                    similarity(query, entry)))
        .sorted(Comparator.comparingDouble(VectorEngine.Match::score).reversed())
        .limit(count)
        .toList();
  }

  protected static List<String> ids(List<VectorEngine.Match> matches) {
    return matches.stream().map(VectorEngine.Match::id).toList();
  }

  /** Returns random entries, {@code entry0} and so on, whose parts have length 1 or its weight. */
  protected static List<LibraryEntry> entries(VectorSpace space, int count, long seed) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              float[] vector = vector(seed * 100_003 + i);
              float[] weights = space.weighted() ? weights(seed * 100_003 + i) : none();
              for (int k = 0; k < vector.length && space.weighted(); k++) {
                vector[k] *= weights[k / 8];
              }
              return LibraryEntry.of(new VideoEmbedding("entry" + i, vector, weights));
            })
        .toList();
  }

  private static float[] none() {
    return new float[0];
  }

  private static float[] vector(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] vector = new float[16];
    for (int first = 0; first < 16; first += 8) {
      double squares = 0;
      for (int k = first; k < first + 8; k++) {
        vector[k] = (float) random.nextGaussian();
        squares += vector[k] * vector[k];
      }
      for (int k = first; k < first + 8; k++) {
        vector[k] /= (float) Math.sqrt(squares);
      }
    }
    return vector;
  }

  private static float[] weights(long seed) {
    float first = (float) new SplittableRandom(~seed).nextDouble(0.1, 0.9);
    return new float[] {first, 1 - first};
  }
}
