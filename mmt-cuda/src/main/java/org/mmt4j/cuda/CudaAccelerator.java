package org.mmt4j.cuda;

import com.google.common.base.Suppliers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.mmt4j.graph.device.Accelerator;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.device.StepRunner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first NVIDIA GPU of the machine: {@link org.mmt4j.graph.device.Device#cuda}. Machine code of
 * kernels is kept in the folder that {@code -Dmmt.cuda.cache} names, by default {@code
 * .cache/mmt/cuda} in the user's home.
 */
public final class CudaAccelerator implements Accelerator {

  private static final String CACHE = "mmt.cuda.cache";

  /** The first compute capability whose tensor cores take TF32 and bfloat16. */
  private static final int WITH_TENSOR_CORES = 80;

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
  private final AtomicBoolean said = new AtomicBoolean();
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
          "CUDA: found %s; expected an NVIDIA GPU with driver 580 or later, CUDA 13's cudart, cuBLAS and NVRTC on the library path (from NVIDIA's toolkit), and org.bytedeco:cuda with the classifier of this platform on the class path"
              .formatted(e.getMessage()));
    }
  }

  @Override
  public CudaMemory memory() {
    return gpu.get().memory();
  }

  @Override
  public StepRunner runner(StepRunner host, Precision precision) {
    return new CudaDevice(this, host, usable(precision));
  }

  private Precision usable(Precision precision) {
    if (precision == Precision.FLOAT32 || driver().capability() >= WITH_TENSOR_CORES) {
      return precision;
    }
    if (!said.getAndSet(true)) {
      LOG.warn(
          "products in {}: found a GPU of compute capability {}, expected at least {}; computing in float32",
          precision,
          driver().capability() / 10.0,
          WITH_TENSOR_CORES / 10.0);
    }
    return Precision.FLOAT32;
  }

  Driver driver() {
    return gpu.get().driver();
  }

  Kernels code() {
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

  @Override
  public Set<String> kernels() {
    return gpu.get().kernels().names();
  }

  @Override
  public Map<String, Integer> hostSteps() {
    return Map.copyOf(hostSteps);
  }
}
