package org.mmt4j.graph.device;

import com.google.common.base.Suppliers;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.mmt4j.graph.memory.Twins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where compiled graphs run: on the CPU, or on the device that {@code -Dmmt.device} names, such as
 * {@code cuda}. Chosen once, on first use.
 */
public final class Accelerators {

  private static final String PROPERTY = "mmt.device";
  private static final String CPU = "cpu";
  private static final Logger LOG = LoggerFactory.getLogger(Accelerators.class);

  /** An error is thrown again on each use. */
  private static final Supplier<Optional<Accelerator>> CHOSEN = Suppliers.memoize(() -> choose());

  private Accelerators() {}

  /**
   * Returns the device; empty for the CPU.
   *
   * @throws IllegalStateException if the device that the property names is not on the class path or
   *     cannot be used
   */
  public static Optional<Accelerator> chosen() {
    return CHOSEN.get();
  }

  private static Optional<Accelerator> choose() {
    Optional<Accelerator> chosen =
        choose(
            System.getProperty(PROPERTY, CPU),
            ServiceLoader.load(Accelerator.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    Twins.use(chosen.map(Accelerator::memory));
    chosen.ifPresent(device -> LOG.info("graphs run on {}", device.name()));
    return chosen;
  }

  static Optional<Accelerator> choose(String name, List<Accelerator> found) {
    if (name.equals(CPU)) {
      return Optional.empty();
    }
    Accelerator chosen =
        found.stream()
            .filter(device -> device.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "%s: found %s, expected cpu or a device on the class path (org.mmt4j:mmt-cuda is cuda); found there %s"
                            .formatted(
                                PROPERTY, name, found.stream().map(Accelerator::name).toList())));
    chosen
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
    return Optional.of(chosen);
  }
}
