package org.mmt4j.extract;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;

/** Collects the features of one expert for one video. */
public final class FeatureCollector {

  private final List<float[]> features = new ArrayList<>();
  private final ImmutableDoubleArray.Builder times = ImmutableDoubleArray.builder();

  /** Creates an empty collector. */
  public FeatureCollector() {}

  /**
   * Adds a feature.
   *
   * @param time middle of the time span that it describes, in seconds; at least that of the
   *     previous feature
   * @param feature not copied
   */
  public void add(double time, float[] feature) {
    times.add(time);
    features.add(feature);
  }

  /**
   * Returns the added features; empty if there are none.
   *
   * @throws IllegalArgumentException as {@link ExpertFeatures#of} does
   */
  public Optional<ExpertFeatures> features() {
    return features.isEmpty()
        ? Optional.empty()
        : Optional.of(ExpertFeatures.of(features.toArray(float[][]::new), times.build().toArray()));
  }
}
