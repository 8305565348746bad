package org.mmt4j.extract;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mmt4j.data.ExpertFeatures;

/** Collects the features of one expert while it goes through a video. */
public final class FeatureCollector {

  private final List<float[]> features = new ArrayList<>();
  private final ImmutableDoubleArray.Builder times = ImmutableDoubleArray.builder();

  /** A collector of nothing yet. */
  public FeatureCollector() {}

  /**
   * Adds a feature.
   *
   * @param time middle of the seconds that it describes, not before that of the feature added last
   * @param feature not copied
   */
  public void add(double time, float[] feature) {
    times.add(time);
    features.add(feature);
  }

  /**
   * What was added; empty if nothing was.
   *
   * @throws IllegalArgumentException as {@link ExpertFeatures#of} does
   */
  public Optional<ExpertFeatures> collected() {
    return features.isEmpty()
        ? Optional.empty()
        : Optional.of(ExpertFeatures.of(features.toArray(float[][]::new), times.build().toArray()));
  }
}
