package org.mmt4j;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.mmt4j.graph.Parameters;
import org.mmt4j.graph.Parameters.Role;
import org.mmt4j.graph.memory.HostMemory;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A hash (SHA-256) of all that embeddings depend on: the configuration, the caption encoder's
 * options, and the names, shapes and values of the parameters.
 */
final class ModelFingerprint {

  private final Hasher hasher = Hashing.sha256().newHasher();

  private ModelFingerprint() {}

  static String of(Map<String, String> model, Map<String, String> encoder, Parameters parameters) {
    ModelFingerprint fingerprint = new ModelFingerprint();
    fingerprint.add(model);
    fingerprint.add(encoder);
    for (String name : new TreeSet<>(parameters.names())) {
      if (isUsed(parameters.role(name))) {
        fingerprint.add(name, parameters.get(name));
      }
    }
    return fingerprint.hasher.hash().toString();
  }

  private static boolean isUsed(Role role) {
    return role == Role.TRAINED || role == Role.STATISTIC;
  }

  private void add(Map<String, String> settings) {
    settings.forEach((name, value) -> add(name + "=" + value));
  }

  private void add(String text) {
    hasher.putString(text, StandardCharsets.UTF_8).putChar('\n');
  }

  private void add(String name, INDArray array) {
    add(name + Arrays.toString(array.shape()));
    if (array.isView() || array.ordering() != 'c') {
      try (INDArray rowMajor = array.dup('c')) {
        addValues(rowMajor);
      }
    } else {
      addValues(array);
    }
  }

  private void addValues(INDArray rowMajor) {
    if (HostMemory.supports(rowMajor)) {
      hasher.putBytes(HostMemory.bytes(rowMajor));
      return;
    }
    DataBuffer elements = rowMajor.data();
    for (long i = 0; i < rowMajor.length(); i++) {
      hasher.putDouble(elements.getDouble(i));
    }
  }
}
