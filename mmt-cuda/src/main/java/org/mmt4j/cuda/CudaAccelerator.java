package org.mmt4j.cuda;

import com.google.common.base.Suppliers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.mmt4j.graph.device.Accelerator;
import org.mmt4j.graph.device.Device;
import org.mmt4j.graph.device.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first NVIDIA GPU of the machine, for {@code -Dmmt.device=cuda}. Machine code of kernels is
 * kept in the folder that {@code -Dmmt.cuda.cache} names, by default {@code .cache/mmt/cuda} in the
 * user's home.
 */
public final class CudaAccelerator implements Accelerator {

  private static final String CACHE = "mmt.cuda.cache";
  private static final Logger LOG = LoggerFactory.getLogger(CudaAccelerator.class);

  /** What the libraries hold, for the whole process. */
  private record Gpu(Driver driver, CudaMemory memory, Kernels kernels, CudaProducts products) {

    static Gpu open() {
      Driver driver = new Driver();
      CudaMemory memory = new CudaMemory(driver);
      Kernels kernels = new Kernels(driver, new Compiler(cache(), driver.capability()));
      return new Gpu(driver, memory, kernels, new CudaProducts(memory));
    }
  }

  private final Supplier<Gpu> gpu = Suppliers.memoize(Gpu::open);
  private final Map<String, Integer> hostSteps = new ConcurrentHashMap<>();

  private static Path cache() {
    String folder = System.getProperty(CACHE);
    return folder != null
        ? Path.of(folder)
        : Path.of(System.getProperty("user.home"), ".cache", "mmt", "cuda");
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Optional<String> problem() {
    try {
      LOG.info("GPU: {}, compute capability {}", driver().name(), driver().capability() / 10.0);
      return Optional.empty();
    } catch (CudaException | LinkageError e) {
      return Optional.of(
          "CUDA: found %s; expected an NVIDIA GPU with driver 580 or later, CUDA 13's cudart, cuBLAS and NVRTC on the library path (from NVIDIA's toolkit, or the artifact org.bytedeco:cuda with a classifier that ends in -redist), and org.bytedeco:cuda with the classifier of this platform on the class path"
              .formatted(e.getMessage()));
    }
  }

  @Override
  public CudaMemory memory() {
    return gpu.get().memory();
  }

  @Override
  public Device device(Device host, Precision precision) {
    return new CudaDevice(this, host, precision);
  }

  Driver driver() {
    return gpu.get().driver();
  }

  Kernels kernels() {
    return gpu.get().kernels();
  }

  CudaProducts products() {
    return gpu.get().products();
  }

  /** Counts a step that the host runs; the log names each kind once. */
  void countHostStep(String step) {
    if (hostSteps.merge(step, 1, Integer::sum) == 1) {
      LOG.info("{}: no kernel for the GPU, the host computes it", step);
    }
  }

  /** Returns how many steps of each kind the host runs in all graphs so far. */
  Map<String, Integer> hostSteps() {
    return Map.copyOf(hostSteps);
  }
}
