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
 * The experts that can work here, and why others cannot. Of several providers of one name the first
 * that can work is taken, in the order in which {@link ServiceLoader} finds them.
 *
 * @param models folder of models' files; empty if there is none
 * @param available providers by the name of their expert
 * @param absent what is missing, by the name of each expert that cannot work
 */
public record FeatureExtractors(
    Optional<Path> models,
    ImmutableSortedMap<String, FeatureExtractorProvider> available,
    ImmutableSortedMap<String, String> absent) {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureExtractors.class);

  /** Those of the class path. */
  public static FeatureExtractors find(Optional<Path> models) {
    return of(ServiceLoader.load(FeatureExtractorProvider.class), models);
  }

  /** Those of some providers. */
  public static FeatureExtractors of(
      Iterable<FeatureExtractorProvider> providers, Optional<Path> models) {
    Map<String, FeatureExtractorProvider> available = new LinkedHashMap<>();
    Map<String, String> absent = new TreeMap<>();
    for (FeatureExtractorProvider provider : providers) {
      Optional<String> absence = provider.absence(models);
      if (absence.isEmpty()) {
        available.putIfAbsent(provider.name(), provider);
      } else {
        LOG.debug("expert {}: {}", provider.name(), absence.get());
        absent.merge(provider.name(), absence.get(), (one, other) -> one + "; or " + other);
      }
    }
    absent.keySet().removeAll(available.keySet());
    return new FeatureExtractors(
        models, ImmutableSortedMap.copyOf(available), ImmutableSortedMap.copyOf(absent));
  }

  /**
   * Only some experts.
   *
   * @throws IllegalArgumentException if one is unknown or cannot work, saying why
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
    String found = absent.get(name);
    throw new IllegalArgumentException(
        "expert "
            + name
            + ": "
            + (found == null
                ? "found no such expert, expected one of " + available.keySet()
                : "cannot work here: " + found));
  }
}
