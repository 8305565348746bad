package org.mmt4j.graph.device;

import java.util.Optional;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.memory.OwnedMemory;

/** A library that computes matrix products on the CPU. Modules provide it as a service. */
public interface MatrixProducts {

  /** Returns the name for {@code -Dmmt.blas}, in lower case. */
  String name();

  /**
   * Returns why the library cannot be used on this machine; empty if it can. Loads the library on
   * the first call.
   */
  Optional<String> problem();

  /** Returns whether products in a precision are faster than in float32 on this processor. */
  boolean supports(Precision precision);

  /**
   * Prepares rounding, which libraries with {@link Precision#BFLOAT16} support.
   *
   * @param memory keeps what the prepared step needs
   */
  Runnable prepare(Round round, OwnedMemory memory);

  /**
   * Prepares a product.
   *
   * @param memory keeps what the prepared product needs
   * @return computes the product; empty if data types or strides are not supported, and ND4J has to
   *     compute it
   */
  Optional<Runnable> prepare(Product product, Precision precision, OwnedMemory memory);
}
