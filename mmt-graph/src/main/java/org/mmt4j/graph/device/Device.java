package org.mmt4j.graph.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import org.mmt4j.graph.memory.Twins;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a model computes: on the CPU, or on a device that a module on the class path provides. All
 * models of a process may use the same device.
 */
public final class Device {

  private static final String PROPERTY = "mmt.device";
  private static final String CPU_NAME = "cpu";
  private static final Device CPU = new Device(Optional.empty());
  private static final Map<String, Device> FOUND = new ConcurrentHashMap<>();
  private static final Logger LOG = LoggerFactory.getLogger(Device.class);

  private final Optional<Accelerator> accelerator;

  private Device(Optional<Accelerator> accelerator) {
    this.accelerator = accelerator;
  }

  /** Returns the CPU. */
  public static Device cpu() {
    return CPU;
  }

  /**
   * Returns the first NVIDIA GPU, which {@code org.mmt4j:mmt-cuda} provides.
   *
   * @throws IllegalStateException if the module is not on the class path, or its libraries, the
   *     driver or a GPU is missing
   */
  public static Device cuda() {
    return named("cuda");
  }

  /**
   * Returns the device of models for which none is chosen: the one that the system property {@code
   * mmt.device} names, such as {@code cuda}, otherwise the CPU.
   *
   * @throws IllegalStateException as {@link #cuda}
   */
  public static Device standard() {
    return named(System.getProperty(PROPERTY, CPU_NAME));
  }

  private static Device named(String name) {
    return name.equals(CPU_NAME) ? CPU : FOUND.computeIfAbsent(name, Device::open);
  }

  private static Device open(String name) {
    Accelerator found =
        find(
            name,
            ServiceLoader.load(Accelerator.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    Twins.use(found.memory());
    LOG.info("graphs may run on {}", name);
    return new Device(Optional.of(found));
  }

  static Accelerator find(String name, List<Accelerator> among) {
    Accelerator found =
        among.stream()
            .filter(device -> device.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "device: found %s, expected cpu or a device on the class path (org.mmt4j:mmt-cuda is cuda); found there %s"
                            .formatted(name, among.stream().map(Accelerator::name).toList())));
    found
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
    return found;
  }

  /** Returns the name, such as {@code cpu} or {@code cuda}. */
  public String name() {
    return accelerator.map(Accelerator::name).orElse(CPU_NAME);
  }

  /** Returns what runs graphs; empty for the CPU. For modules of this project only. */
  public Optional<Accelerator> accelerator() {
    return accelerator;
  }

  @Override
  public String toString() {
    return name();
  }
}
