package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphCacheTest {

  private final List<String> compiled = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();
  private final GraphCache<Integer, String> cache = new GraphCache<>(2, closed::add);

  @Test
  void compilesEachGraphOnce() {
    assertEquals("graph 1", get(1));
    assertEquals("graph 1", get(1));
    assertEquals(List.of("graph 1"), compiled);
  }

  @Test
  void closesTheLeastRecentlyUsedGraph() {
    get(1);
    get(2);
    get(1);
    get(3);
    assertEquals(List.of("graph 2"), closed);
    get(1);
    get(3);
    assertEquals(List.of("graph 1", "graph 2", "graph 3"), compiled);
    get(2);
    assertEquals(List.of("graph 2", "graph 1"), closed);
  }

  @Test
  void doesNotKeepAGraphThatFailsToCompile() {
    get(1);
    get(2);
    assertThrows(
        IllegalStateException.class,
        () ->
            cache.get(
                3,
                () -> {
                  throw new IllegalStateException("does not compile");
                }));
    assertEquals(List.of(), closed);
    assertEquals("graph 3", get(3));
  }

  @Test
  void closeClosesEachGraphOnce() {
    get(1);
    get(2);
    cache.close();
    cache.close();
    assertEquals(List.of("graph 1", "graph 2"), closed);
  }

  @Test
  void closesTheOtherGraphsIfOneFails() {
    GraphCache<Integer, String> failing =
        new GraphCache<>(
            2,
            graph -> {
              closed.add(graph);
              throw new IllegalStateException(graph);
            });
    failing.get(1, () -> "graph 1");
    failing.get(2, () -> "graph 2");
    assertThrows(IllegalStateException.class, () -> failing.get(3, () -> "graph 3"));
    assertEquals(List.of("graph 1"), closed);
    assertThrows(IllegalStateException.class, failing::close);
    assertEquals(List.of("graph 1", "graph 2", "graph 3"), closed); // each once
  }

  private String get(int key) {
    return cache.get(
        key,
        () -> {
          compiled.add("graph " + key);
          return "graph " + key;
        });
  }
}
