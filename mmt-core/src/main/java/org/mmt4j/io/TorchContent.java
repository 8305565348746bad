package org.mmt4j.io;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The value of a PyTorch file and all of its tensors, which may be anywhere in the value. */
record TorchContent(Object value, List<INDArray> tensors) implements AutoCloseable {

  /** Frees the tensors that are not among these. */
  void closeExcept(Collection<INDArray> kept) {
    Set<INDArray> identities = Collections.newSetFromMap(new IdentityHashMap<>());
    identities.addAll(kept);
    tensors.stream().filter(tensor -> !identities.contains(tensor)).forEach(INDArray::close);
  }

  /** Frees the tensors. */
  @Override
  public void close() {
    tensors.forEach(INDArray::close);
  }
}
