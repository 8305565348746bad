package org.mmt4j.cuda;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.graph.memory.DeviceMemory;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The twins of all arrays that graphs use, by the address of their memory on the host. */
final class CudaMemory implements DeviceMemory {

  private final Driver driver;
  private final Map<Long, Twin> twins = new HashMap<>();
  private final Set<Long> arbitrary = new HashSet<>(); // addresses of memory without values

  CudaMemory(Driver driver) {
    this.driver = driver;
  }

  /** Returns the twin of the memory that an array is a view of; the first call allocates it. */
  synchronized Twin twin(INDArray array) {
    return twins.computeIfAbsent(
        address(array),
        address ->
            new Twin(
                driver,
                array.data().pointer(),
                array.data().underlyingLength() * array.dataType().width(),
                arbitrary.contains(address)));
  }

  private static long address(INDArray array) {
    return array.data().pointer().address();
  }

  private synchronized Optional<Twin> existing(INDArray array) {
    return array.isEmpty() ? Optional.empty() : Optional.ofNullable(twins.get(address(array)));
  }

  @Override
  public void download(INDArray array) {
    existing(array).ifPresent(twin -> twin.download(array));
  }

  @Override
  public void changed(INDArray array) {
    existing(array).ifPresent(Twin::changed);
  }

  @Override
  public synchronized void arbitrary(INDArray array) {
    arbitrary.add(address(array));
  }

  @Override
  public long bytes() {
    return driver.bytes();
  }

  /** States that an operation of the host has written an array, maybe a part of its memory. */
  void upload(INDArray array) {
    existing(array).ifPresent(twin -> twin.upload(array));
  }

  @Override
  public void free(INDArray array) {
    Twin twin;
    synchronized (this) {
      if (array.isEmpty() || array.wasClosed()) {
        return;
      }
      arbitrary.remove(address(array));
      twin = twins.remove(address(array));
    }
    if (twin != null) {
      twin.free();
    }
  }

  /** Returns the number of twins, for tests. */
  synchronized int size() {
    return twins.size();
  }
}
