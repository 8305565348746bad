package org.mmt4j.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosingTest {

  private final List<String> closed = new ArrayList<>();
  private final RuntimeException first = new IllegalStateException("first");
  private final Error second = new AssertionError("second");

  @Test
  void closesAllPartsAndThrowsTheFirstException() {
    RuntimeException thrown =
        assertThrows(
            RuntimeException.class,
            () -> Closing.all(part("a"), failing(first), part("b"), failing(second), part("c")));
    assertSame(first, thrown);
    assertArrayEquals(new Throwable[] {second}, thrown.getSuppressed());
    assertEquals(List.of("a", "b", "c"), closed);
  }

  @Test
  void acceptsTheSameExceptionTwice() {
    assertSame(
        first,
        assertThrows(
            RuntimeException.class, () -> Closing.all(failing(first), failing(first), part("a"))));
    assertEquals(List.of("a"), closed);
  }

  @Test
  void afterAFailureExceptionsAreSuppressed() {
    RuntimeException failure = new IllegalStateException("failure");
    Closing.after(failure, failing(second), part("a"), failing(failure));
    assertArrayEquals(new Throwable[] {second}, failure.getSuppressed());
    assertEquals(List.of("a"), closed);
  }

  private Runnable part(String name) {
    return () -> closed.add(name);
  }

  private static Runnable failing(Throwable failure) {
    return () -> {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    };
  }
}
