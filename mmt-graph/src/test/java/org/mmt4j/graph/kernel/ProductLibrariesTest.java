package org.mmt4j.graph.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mmt4j.graph.device.MatrixProducts;
import org.mmt4j.graph.device.Precision;
import org.mmt4j.graph.ir.Product;
import org.mmt4j.graph.ir.Round;
import org.mmt4j.graph.memory.OwnedMemory;

class ProductLibrariesTest {

  private static final MatrixProducts WORKING = new Library("working", Optional.empty());
  private static final MatrixProducts BROKEN =
      new Library("broken", Optional.of("broken: found nothing, expected a library"));

  @Test
  void takesTheLibraryOnTheClassPathUnlessOpenBlasIsNamed() {
    assertEquals(Optional.of(WORKING), choose(Optional.empty(), WORKING));
    assertEquals(Optional.of(WORKING), choose(Optional.of("working"), WORKING));
    assertEquals(Optional.empty(), choose(Optional.of("openblas"), WORKING));
    assertEquals(Optional.empty(), choose(Optional.empty()));
  }

  @Test
  void libraryThatCannotBeUsedIsAnErrorOnlyIfItIsNamed() {
    assertEquals(Optional.empty(), choose(Optional.empty(), BROKEN));
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> choose(Optional.of("broken"), BROKEN));
    assertEquals("broken: found nothing, expected a library", thrown.getMessage());
  }

  @Test
  void unknownLibraryIsAnErrorThatListsThoseOnTheClassPath() {
    IllegalStateException thrown =
        assertThrows(IllegalStateException.class, () -> choose(Optional.of("mkl"), WORKING));
    assertTrue(
        String.valueOf(thrown.getMessage()).startsWith("mmt.blas: found mkl, expected openblas or"),
        thrown.getMessage());
    assertTrue(String.valueOf(thrown.getMessage()).endsWith("found there [working]"));
  }

  private static Optional<MatrixProducts> choose(Optional<String> name, MatrixProducts... found) {
    return ProductLibraries.choose(name, List.of(found));
  }

  private record Library(String name, Optional<String> problem) implements MatrixProducts {

    @Override
    public boolean supports(Precision precision) {
      return true;
    }

    @Override
    public Optional<Runnable> prepare(Product product, Precision precision, OwnedMemory memory) {
      return Optional.empty();
    }

    @Override
    public Runnable prepare(Round round, OwnedMemory memory) {
      throw new AssertionError("rounding: expected no call, found one");
    }
  }
}
