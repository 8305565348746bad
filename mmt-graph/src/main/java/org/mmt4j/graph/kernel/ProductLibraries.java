package org.mmt4j.graph.kernel;

import com.google.common.base.Suppliers;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.mmt4j.graph.device.MatrixProducts;
import org.mmt4j.graph.device.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who computes matrix products on the CPU. By default a library on the class path if it can be
 * used, otherwise ND4J with OpenBLAS. {@code -Dmmt.blas=openblas} and {@code -Dmmt.blas=onednn} ask
 * for one. Chosen once; the log says which.
 */
final class ProductLibraries {

  private static final String PROPERTY = "mmt.blas";
  private static final String OPENBLAS = "openblas";

  private static final AtomicBoolean SAID = new AtomicBoolean();
  private static final Logger LOG = LoggerFactory.getLogger(ProductLibraries.class);

  /** Chosen on first use; an error is thrown again on each use. */
  private static final Supplier<Optional<MatrixProducts>> CHOSEN =
      Suppliers.memoize(() -> choose());

  private ProductLibraries() {}

  /**
   * Returns the library; empty for ND4J.
   *
   * @throws IllegalStateException if the library that the property names is not on the class path
   *     or cannot be used
   */
  static Optional<MatrixProducts> chosen() {
    return CHOSEN.get();
  }

  /** Returns the precision if products in it are faster than in float32 here, else float32. */
  static Precision usable(Precision precision) {
    if (precision == Precision.FLOAT32
        || chosen().filter(library -> library.supports(precision)).isPresent()) {
      return precision;
    }
    if (!SAID.getAndSet(true)) {
      LOG.warn(
          "products in {}: found {}, expected an NVIDIA GPU or, for BFLOAT16, org.mmt4j:mmt-onednn on the class path and a processor with AMX or AVX512-BF16; computing in float32",
          precision,
          chosen().map(MatrixProducts::name).orElse(OPENBLAS));
    }
    return Precision.FLOAT32;
  }

  private static Optional<MatrixProducts> choose() {
    return choose(
        Optional.ofNullable(System.getProperty(PROPERTY)),
        ServiceLoader.load(MatrixProducts.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  static Optional<MatrixProducts> choose(Optional<String> name, List<MatrixProducts> found) {
    Optional<MatrixProducts> chosen =
        name.isPresent() ? named(name.get(), found) : found.stream().findFirst();
    Optional<String> problem = chosen.flatMap(MatrixProducts::problem);
    if (problem.isPresent() && name.isPresent()) {
      throw new IllegalStateException(problem.get());
    }
    problem.ifPresent(text -> LOG.warn("{}; products of matrices are OpenBLAS's", text));
    Optional<MatrixProducts> usable = problem.isPresent() ? Optional.empty() : chosen;
    LOG.info("products of matrices: {}", usable.map(MatrixProducts::name).orElse(OPENBLAS));
    return usable;
  }

  private static Optional<MatrixProducts> named(String name, List<MatrixProducts> found) {
    if (name.equals(OPENBLAS)) {
      return Optional.empty();
    }
    return Optional.of(
        found.stream()
            .filter(library -> library.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "%s: found %s, expected %s or a library on the class path (org.mmt4j:mmt-onednn is onednn); found there %s"
                            .formatted(
                                PROPERTY,
                                name,
                                OPENBLAS,
                                found.stream().map(MatrixProducts::name).toList()))));
  }
}
