package org.mmt4j.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.search.VectorEngine.Answer;
import org.mmt4j.search.VectorEngine.Match;
import org.mmt4j.search.VectorEngine.Question;

/** Ranks the entries of a library for a query: moments, or pairs of moments. */
final class MomentSearch {

  /** What is fused with keywords, at least. */
  private static final int LEAST_FUSED = 100;

  /** Candidates for each moment of a pair, at least. */
  private static final int LEAST_PAIRED = 2000;

  private static final int GROWTH = 4;

  private final VectorEngine engine;
  private final VideoQuery query;
  private final Filter filter;

  /** A moment, or two of one video, with the similarity. */
  record Ranked(Match match, Optional<Match> then, double similarity) {}

  /**
   * @param filter that of the query, and what else is excluded
   */
  MomentSearch(VectorEngine engine, VideoQuery query, Filter filter) {
    this.engine = engine;
    this.query = query;
    this.filter = filter;
  }

  /** Returns at least as many moments as the query's page needs, if there are so many. */
  List<Ranked> moments(QueryVector vector) throws IOException {
    long size = engine.size();
    int wanted = wanted();
    for (long depth = wanted; ; depth *= GROWTH) {
      List<Match> ranking = ranking(vector, (int) Math.min(Math.max(1, size), depth));
      List<Match> kept = query.everyMoment() ? ranking : bestOfVideos(ranking);
      if (kept.size() >= wanted || depth >= size) {
        return kept.stream()
            .map(match -> new Ranked(match, Optional.empty(), match.score()))
            .toList();
      }
    }
  }

  private int wanted() {
    return Math.addExact(query.offset(), query.count());
  }

  private List<Match> ranking(QueryVector vector, int depth) throws IOException {
    if (query.keywords().isBlank()) {
      return search(vector, filter, depth).best();
    }
    int fused = Math.max(depth, LEAST_FUSED);
    Map<String, Match> similar = byId(search(vector, filter, fused).best());
    List<Match> words = engine.keywords(query.keywords(), filter, fused);
    List<String> ranked =
        RankFusion.fused(
            List.of(List.copyOf(similar.keySet()), words.stream().map(Match::id).toList()));
    Set<String> others = new HashSet<>(ranked);
    others.removeAll(similar.keySet());
    if (!others.isEmpty()) {
      similar.putAll(byId(search(vector, new Filter.Ids(others), others.size()).best()));
    }
    return ranked.stream().filter(similar::containsKey).map(similar::get).toList();
  }

  private static Map<String, Match> byId(List<Match> matches) {
    Map<String, Match> byId = new LinkedHashMap<>();
    matches.forEach(match -> byId.put(match.id(), match));
    return byId;
  }

  private Answer search(QueryVector vector, Filter accepted, int count) throws IOException {
    return engine.search(new Question(vector.vector(), vector.weights(), accepted, count));
  }

  private static List<Match> bestOfVideos(List<Match> ranking) {
    Set<String> videos = new HashSet<>();
    return ranking.stream().filter(match -> videos.add(match.video())).toList();
  }

  /**
   * Returns pairs of moments of one video, of which the second starts later, by the mean of their
   * similarities. Both are among the {@value #LEAST_PAIRED} most similar of their query, or more if
   * more hits are asked for.
   */
  List<Ranked> pairs(QueryVector first, QueryVector then) throws IOException {
    int candidates = Math.max(LEAST_PAIRED, Math.multiplyExact(GROWTH, wanted()));
    Map<String, List<Match>> later = new HashMap<>();
    for (Match match : search(then, filter, candidates).best()) {
      later.computeIfAbsent(match.video(), video -> new ArrayList<>()).add(match);
    }
    List<Ranked> pairs = new ArrayList<>();
    for (Match match : search(first, filter, candidates).best()) {
      later.getOrDefault(match.video(), List.of()).stream()
          .filter(other -> other.start() > match.start())
          .findFirst()
          .map(other -> pair(match, other))
          .ifPresent(pairs::add);
    }
    pairs.sort(Comparator.comparingDouble(Ranked::similarity).reversed());
    Set<String> videos = new HashSet<>();
    return pairs.stream()
        .filter(pair -> query.everyMoment() || videos.add(pair.match().video()))
        .toList();
  }

  private static Ranked pair(Match first, Match then) {
    return new Ranked(first, Optional.of(then), (first.score() + then.score()) / 2);
  }

  /** Returns the mean and the deviation of the similarities of the whole library. */
  Answer library(QueryVector vector) throws IOException {
    return search(vector, Filter.all(), 1);
  }
}
