package org.mmt4j.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps the graphs that were used last, one a key, and closes the others. Owns its graphs: {@link
 * #close} closes them. Not thread-safe.
 */
public final class GraphCache<K, V> implements AutoCloseable {

  private final int capacity;
  private final Consumer<V> closing;
  private final Map<K, V> graphs =
      new LinkedHashMap<>(16, 0.75f, true); // least recently used first

  /**
   * An empty cache.
   *
   * @param capacity most graphs that it keeps
   * @param closing closes a graph
   */
  public GraphCache(int capacity, Consumer<V> closing) {
    this.capacity = capacity;
    this.closing = closing;
  }

  /**
   * The graph of that key, compiled if it is not there; then the one unused for longest may have to
   * go. Valid until the next call.
   */
  public V get(K key, Supplier<V> compile) {
    V graph = graphs.computeIfAbsent(key, unknown -> compile.get());
    if (graphs.size() > capacity) {
      var oldest = graphs.values().iterator();
      closing.accept(oldest.next());
      oldest.remove();
    }
    return graph;
  }

  /** Closes all graphs; closing twice is harmless. */
  @Override
  public void close() {
    graphs.values().forEach(closing);
    graphs.clear();
  }
}
