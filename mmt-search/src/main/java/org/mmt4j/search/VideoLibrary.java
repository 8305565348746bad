package org.mmt4j.search;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.mmt4j.CaptionEmbedding;
import org.mmt4j.MmtModel;
import org.mmt4j.data.VideoFeatures;
import org.mmt4j.search.VideoQuery.Term;
import org.mmt4j.similarity.VectorPrecision;

/**
 * A library of videos, or of windows of videos, on disk, with the model whose vectors it has.
 *
 * <pre>{@code
 * try (VideoLibrary library = VideoLibrary.open(folder, model)) {
 *   library.putVideos(videos);
 *   library.commit();
 *   List<LibraryHit> hits = library.search(VideoQuery.caption("a man starts a motorbike"));
 * }
 * }</pre>
 *
 * <p>Thread-safe. Changes take effect by {@link #commit}; closing drops what was not committed.
 * Does not own the model.
 */
public final class VideoLibrary implements Closeable {

  private static final String CALIBRATION = "calibration";

  private final VectorEngine engine;
  private final MmtModel model;
  private final VectorSpace space;

  private VideoLibrary(VectorEngine engine, MmtModel model) {
    this.engine = engine;
    this.model = model;
    this.space = engine.space();
  }

  /** As {@link #open(Path, MmtModel, VectorPrecision)}, in single precision. */
  public static VideoLibrary open(Path directory, MmtModel model) throws IOException {
    return open(directory, model, VectorPrecision.FLOAT32);
  }

  /**
   * Opens a library for writing and reading. Creates it if the folder is missing or empty.
   *
   * @param precision of a library that is created; one that exists keeps its own
   * @throws IOException if the library has vectors of another model, another process writes to it,
   *     the folder has other files, or reading fails
   */
  public static VideoLibrary open(Path directory, MmtModel model, VectorPrecision precision)
      throws IOException {
    return new VideoLibrary(LuceneEngine.open(directory, VectorSpace.of(model), precision), model);
  }

  /**
   * Opens a library for reading, at its newest commit.
   *
   * @throws IOException if the library has vectors of another model, the folder has no library, or
   *     reading fails
   */
  public static VideoLibrary read(Path directory, MmtModel model) throws IOException {
    return new VideoLibrary(LuceneEngine.read(directory, VectorSpace.of(model)), model);
  }

  /**
   * Returns the library of an engine, which it then owns.
   *
   * @throws IllegalArgumentException if the engine has vectors of another model
   */
  public static VideoLibrary of(VectorEngine engine, MmtModel model) {
    VectorSpace expected = VectorSpace.of(model);
    if (!engine.space().equals(expected)) {
      throw new IllegalArgumentException(
          "vectors of the engine: found those of "
              + engine.space()
              + ", expected those of "
              + expected);
    }
    return new VideoLibrary(engine, model);
  }

  /** Embeds videos and adds them; those of the same id are replaced. */
  public void putVideos(List<VideoFeatures> videos) throws IOException {
    put(model.embedVideos(videos).stream().map(LibraryEntry::of).toList());
  }

  /**
   * Adds entries, with embeddings of the library's model; those of the same id are replaced.
   *
   * @throws IllegalArgumentException if a vector has a wrong length, or NaN or infinite values; no
   *     entry is then added
   */
  public void put(List<LibraryEntry> entries) throws IOException {
    engine.put(entries);
  }

  /** Removes the entries of some ids; unknown ids have no effect. */
  public void remove(Collection<String> ids) throws IOException {
    engine.remove(ids);
  }

  /** Makes all changes durable and visible. */
  public void commit() throws IOException {
    engine.commit();
  }

  /** Commits, and frees what removed and replaced entries occupy. */
  public void compact() throws IOException {
    engine.compact();
  }

  /** Makes visible what others have committed since. */
  public void refresh() throws IOException {
    engine.refresh();
  }

  /** Returns the number of committed entries. */
  public long size() throws IOException {
    return engine.size();
  }

  /** Returns the ids of all committed entries. */
  public Set<String> ids() throws IOException {
    return engine.ids();
  }

  /** Returns one line that says how many entries are searched, and how. */
  public String describe() throws IOException {
    return engine.describe();
  }

  /** Returns the committed entries of those ids that exist, in the order of the ids. */
  public List<LibraryEntry> entries(List<String> ids) throws IOException {
    return engine.entries(ids);
  }

  /**
   * Learns how much the best hits of captions stand out that fit nothing in the library, and
   * commits. Afterwards hits have a confidence. Repeat it when the library has changed much.
   *
   * @param unrelated at least 20 captions like those of searches, none of which fits an entry
   * @throws IllegalArgumentException if there are fewer captions
   * @throws IllegalStateException if the library is empty
   */
  public void calibrate(List<String> unrelated) throws IOException {
    if (unrelated.size() < Calibration.LEAST_CAPTIONS) {
      throw new IllegalArgumentException(
          "captions to calibrate with: found %d, expected at least %d"
              .formatted(unrelated.size(), Calibration.LEAST_CAPTIONS));
    }
    if (size() == 0) {
      throw new IllegalStateException(
          "library to calibrate: found no committed entry, expected some");
    }
    DoubleStream.Builder chances = DoubleStream.builder();
    for (CaptionEmbedding caption : model.embedCaptions(unrelated)) {
      VectorEngine.Answer answer =
          engine.search(
              new VectorEngine.Question(caption.vector(), caption.weights(), Filter.all(), 1));
      chances.add(Calibration.standardized(answer.best().get(0).score(), answer));
    }
    engine.setProperty(CALIBRATION, Calibration.of(chances.build()).toText());
    engine.commit();
  }

  /**
   * Returns the hits of a query, best first.
   *
   * <p>The similarity with a sum of n added and some subtracted captions and entries is the sum of
   * their similarities, with their signs, divided by n. (With video weights: of the weighted sums,
   * divided by the weights that are added.) An entry of the query is not found itself. The
   * similarity with an entry is that of its parts by expert, times 1/N or its weights.
   *
   * @throws IllegalArgumentException if a caption is blank, or the library has no such expert or no
   *     entry of an id in the query
   * @throws IllegalStateException if a minimum confidence is asked for, and the library is not
   *     calibrated
   */
  public List<LibraryHit> search(VideoQuery query) throws IOException {
    Optional<Calibration> calibration = calibration(query);
    MomentSearch search = new MomentSearch(engine, query, filter(query));
    QueryVector first = vector(query.terms(), query);
    Optional<QueryVector> then =
        query.then().isEmpty() ? Optional.empty() : Optional.of(vector(query.then(), query));
    List<MomentSearch.Ranked> ranked =
        then.isPresent() ? search.pairs(first, then.get()) : search.moments(first);
    HitConfidence confidence = HitConfidence.of(calibration, search, first, then);
    List<MomentSearch.Ranked> kept =
        ranked.stream()
            .filter(each -> confidence.of(each).orElse(0) >= query.minimumConfidence())
            .toList();
    Set<String> words = words(query);
    List<LibraryHit> hits = new ArrayList<>();
    for (MomentSearch.Ranked each :
        kept.stream().skip(query.offset()).limit(query.count()).toList()) {
      int rank = query.offset() + hits.size() + 1;
      hit(rank, each, first, confidence.of(each), words).ifPresent(hits::add);
    }
    return List.copyOf(hits);
  }

  private Optional<Calibration> calibration(VideoQuery query) throws IOException {
    Optional<Calibration> calibration =
        Optional.ofNullable(engine.properties().get(CALIBRATION)).map(Calibration::parse);
    if (calibration.isEmpty() && query.minimumConfidence() > 0) {
      throw new IllegalStateException(
          "minimum confidence: found a library that is not calibrated, expected one that is; call calibrate");
    }
    return calibration;
  }

  private static Filter filter(VideoQuery query) {
    Set<String> ids =
        Stream.concat(query.terms().stream(), query.then().stream())
            .filter(Term.Entry.class::isInstance)
            .map(term -> ((Term.Entry) term).id())
            .collect(Collectors.toSet());
    return ids.isEmpty() ? query.filter() : query.filter().and(new Filter.Ids(ids).not());
  }

  private QueryVector vector(List<Term> terms, VideoQuery query) throws IOException {
    float added = terms.stream().filter(Term::added).count();
    QueryVector sum = QueryVector.zero(space);
    for (Term term : terms) {
      sum = sum.plus(vector(term), (term.added() ? 1 : -1) / added);
    }
    return query.expert().isPresent() ? sum.only(query.expert().get(), space) : sum;
  }

  private QueryVector vector(Term term) throws IOException {
    if (term instanceof Term.Caption caption) {
      return QueryVector.of(model.embed(caption.text()));
    }
    String id = ((Term.Entry) term).id();
    LibraryEntry entry =
        entry(id)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "entry of the query: found no entry "
                            + id
                            + " in the library, expected one"));
    return QueryVector.of(entry.embedding(), space);
  }

  /** Returns the keywords, or the words of captions that are added. */
  private static Set<String> words(VideoQuery query) {
    if (!query.keywords().isBlank()) {
      return LuceneQueries.words(query.keywords());
    }
    Set<String> words = new LinkedHashSet<>();
    for (Term term : query.terms()) {
      if (term instanceof Term.Caption caption && caption.added()) {
        words.addAll(LuceneQueries.words(caption.text()));
      }
    }
    return words;
  }

  /** Returns a hit; none if it was removed meanwhile. */
  private Optional<LibraryHit> hit(
      int rank,
      MomentSearch.Ranked ranked,
      QueryVector vector,
      OptionalDouble confidence,
      Set<String> words)
      throws IOException {
    Optional<LibraryEntry> then =
        ranked.then().isPresent() ? entry(ranked.then().get().id()) : Optional.empty();
    return entry(ranked.match().id())
        .map(
            entry ->
                new LibraryHit(
                    rank,
                    entry,
                    then,
                    ranked.similarity(),
                    confidence,
                    vector.shares(entry.embedding(), space),
                    matched(words, entry.metadata())));
  }

  private Optional<LibraryEntry> entry(String id) throws IOException {
    return entries(List.of(id)).stream().findFirst();
  }

  private static Set<String> matched(Set<String> words, Metadata metadata) {
    Set<String> matched = new LinkedHashSet<>(words);
    Set<String> present = new HashSet<>();
    metadata.texts().values().forEach(text -> present.addAll(LuceneQueries.words(text)));
    matched.retainAll(present);
    return matched;
  }

  /** Closes the engine; drops what was not committed. Closing again has no effect. */
  @Override
  public void close() throws IOException {
    engine.close();
  }
}
