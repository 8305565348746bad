package org.mmt4j.graph.device;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.graph.memory.DeviceMemory;

/**
 * A kind of device other than the CPU that runs steps over memory of its own. Modules provide it as
 * a service.
 */
public interface Accelerator {

  /** Returns the name for {@code -Dmmt.device}, in lower case. */
  String name();

  /**
   * Returns why the device cannot be used on this machine, and what to do; empty if it can. Loads
   * its libraries on the first call.
   */
  Optional<String> problem();

  /** Returns the memory of the device. */
  DeviceMemory memory();

  /**
   * Returns what runs the steps of one graph.
   *
   * @param host runs the steps that the device has no kernel for
   * @param precision of products
   */
  StepRunner runner(StepRunner host, Precision precision);

  /** Returns the names of the tile programs of all graphs that are open. */
  Set<String> kernels();

  /**
   * Returns how many steps of each kind the host runs, because the device has no kernel for them:
   * in all graphs that were compiled so far.
   */
  Map<String, Integer> hostSteps();
}
