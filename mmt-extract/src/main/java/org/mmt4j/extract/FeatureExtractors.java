package org.mmt4j.extract;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The available experts, and why others are unavailable. If several providers have the same name,
 * the first available one is used, in the order in which {@link ServiceLoader} finds them.
 *
 * @param models folder of model files; empty if there is none
 * @param available providers by expert name
 * @param absent the reason, by the name of each unavailable expert
 */
public record FeatureExtractors(
    Optional<Path> models,
    ImmutableSortedMap<String, FeatureExtractorProvider> available,
    ImmutableSortedMap<String, String> absent) {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureExtractors.class);

  /** Finds the providers on the class path. */
  public static FeatureExtractors find(Optional<Path> models) {
    return of(ServiceLoader.load(FeatureExtractorProvider.class), models);
  }

  /** Sorts providers into available and unavailable ones. */
  public static FeatureExtractors of(
      Iterable<FeatureExtractorProvider> providers, Optional<Path> models) {
    Map<String, FeatureExtractorProvider> available = new LinkedHashMap<>();
    Map<String, String> absent = new TreeMap<>();
    for (FeatureExtractorProvider provider : providers) {
      Optional<String> absence = provider.absence(models);
      if (absence.isEmpty()) {
        available.putIfAbsent(provider.name(), provider);
      } else {
        LOG.debug("expert {} is unavailable: {}", provider.name(), absence.get());
        absent.merge(provider.name(), absence.get(), (first, second) -> first + "; or " + second);
      }
    }
    absent.keySet().removeAll(available.keySet());
    return new FeatureExtractors(
        models, ImmutableSortedMap.copyOf(available), ImmutableSortedMap.copyOf(absent));
  }

  /**
   * Returns a selection of the available experts.
   *
   * @throws IllegalArgumentException if an expert is unknown or unavailable; the message says why
   */
  public FeatureExtractors only(Set<String> names) {
    ImmutableMap.Builder<String, FeatureExtractorProvider> chosen = ImmutableMap.builder();
    for (String name : names) {
      chosen.put(name, require(name));
    }
    return new FeatureExtractors(
        models, ImmutableSortedMap.copyOf(chosen.buildOrThrow()), ImmutableSortedMap.of());
  }

  private FeatureExtractorProvider require(String name) {
    FeatureExtractorProvider provider = available.get(name);
    if (provider != null) {
      return provider;
    }
    String reason = absent.get(name);
    throw new IllegalArgumentException(
        "expert "
            + name
            + ": "
            + (reason == null
                ? "found no such expert, expected one of " + available.keySet()
                : "unavailable: " + reason));
  }
}
