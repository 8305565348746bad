package org.mmt4j.extract;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The available experts, and why others are unavailable. If several providers have the same name,
 * the first available one is used, in the order in which {@link ServiceLoader} finds them.
 *
 * @param models folder of model files; empty if there is none
 * @param available providers by expert name
 * @param unavailable the reason, by the name of each unavailable expert
 */
public record FeatureExtractors(
    Optional<Path> models,
    SortedMap<String, FeatureExtractorProvider> available,
    SortedMap<String, String> unavailable) {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureExtractors.class);

  public FeatureExtractors {
    available = ImmutableSortedMap.copyOf(available);
    unavailable = ImmutableSortedMap.copyOf(unavailable);
  }

  /** Finds the providers on the class path. */
  public static FeatureExtractors find(Optional<Path> models) {
    return of(ServiceLoader.load(FeatureExtractorProvider.class), models);
  }

  /** Sorts providers into available and unavailable ones. */
  public static FeatureExtractors of(
      Iterable<FeatureExtractorProvider> providers, Optional<Path> models) {
    Map<String, FeatureExtractorProvider> available = new LinkedHashMap<>();
    Map<String, String> unavailable = new TreeMap<>();
    for (FeatureExtractorProvider provider : providers) {
      String name = provider.name();
      Optional<String> reason = provider.unavailableReason(models);
      if (reason.isEmpty()) {
        available.putIfAbsent(name, provider);
      } else {
        LOG.debug("expert {} is unavailable: {}", name, reason.get());
        unavailable.merge(name, reason.get(), (first, second) -> first + "; or " + second);
      }
    }
    unavailable.keySet().removeAll(available.keySet());
    return new FeatureExtractors(models, new TreeMap<>(available), new TreeMap<>(unavailable));
  }

  /**
   * Returns a selection of the available experts.
   *
   * @throws IllegalArgumentException if an expert is unknown or unavailable; the message says why
   */
  public FeatureExtractors select(Set<String> names) {
    SortedMap<String, FeatureExtractorProvider> selected = new TreeMap<>();
    for (String name : names) {
      selected.put(name, require(name));
    }
    return new FeatureExtractors(models, selected, new TreeMap<>());
  }

  private FeatureExtractorProvider require(String name) {
    FeatureExtractorProvider provider = available.get(name);
    if (provider != null) {
      return provider;
    }
    String reason = unavailable.get(name);
    throw new IllegalArgumentException(
        "expert "
            + name
            + ": "
            + (reason == null
                ? "found no such expert, expected one of " + available.keySet()
                : "unavailable: " + reason));
  }
}
