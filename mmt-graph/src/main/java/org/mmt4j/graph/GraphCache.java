package org.mmt4j.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A cache of the most recently used graphs, one for each key. Owns its graphs: eviction and {@link
 * #close} close them. Not thread-safe.
 */
public final class GraphCache<K, V> implements AutoCloseable {

  private final int capacity;
  private final Consumer<V> closing;
  private final Map<K, V> graphs =
      new LinkedHashMap<>(16, 0.75f, true); // least recently used first

  /**
   * Creates an empty cache.
   *
   * @param capacity the largest number of graphs to keep
   * @param closing closes a graph that leaves the cache
   */
  public GraphCache(int capacity, Consumer<V> closing) {
    this.capacity = capacity;
    this.closing = closing;
  }

  /**
   * Returns the graph of a key. If it is not cached, compiles it and evicts the least recently used
   * graph when the cache is full. The result is valid until the next call.
   */
  public V get(K key, Supplier<V> compile) {
    V graph = graphs.computeIfAbsent(key, missing -> compile.get());
    if (graphs.size() > capacity) {
      var oldest = graphs.values().iterator();
      V evicted = oldest.next();
      oldest.remove(); // first: a graph that is closed must not be found again
      closing.accept(evicted);
    }
    return graph;
  }

  /** Closes all graphs. Does nothing if already closed. */
  @Override
  public void close() {
    List<Runnable> parts = new ArrayList<>();
    graphs.values().forEach(graph -> parts.add(() -> closing.accept(graph)));
    graphs.clear();
    Closing.all(parts);
  }
}
