package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mmt4j.io.SmallTorchFile.pickle;
import static org.mmt4j.io.SmallTorchFile.tensor;
import static org.mmt4j.io.SmallTorchFile.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

class TorchFileTest {

  @TempDir private Path directory;

  private Object read(byte[] bytes) throws IOException {
    return TorchFile.read(Files.write(directory.resolve("small.pth"), bytes));
  }

  private void assertRefused(String expected, String... operations) throws IOException {
    for (byte[] bytes :
        List.of(
            SmallTorchFile.zip(pickle(operations)), SmallTorchFile.legacy(pickle(operations)))) {
      TensorFileException e = assertThrows(TensorFileException.class, () -> read(bytes));
      assertTrue(e.getMessage().contains(expected), e.getMessage());
    }
  }

  @Test
  void bothContainersGiveTheSameValue() throws IOException {
    for (byte[] bytes :
        List.of(
            SmallTorchFile.zip(SmallTorchFile.value()),
            SmallTorchFile.legacy(SmallTorchFile.value()))) {
      Map<?, ?> value = (Map<?, ?>) read(bytes);
      assertEquals(List.of("name", "w", "t", "o"), List.copyOf(value.keySet()));
      assertEquals(7L, value.get("name"));
      assertEquals(Nd4j.createFromArray(new float[][] {{0, 1, 2}, {3, 4, 5}}), value.get("w"));
      assertEquals(Nd4j.createFromArray(new float[][] {{0, 3}, {1, 4}, {2, 5}}), value.get("t"));
      assertEquals(Map.of("x", List.of(1.5, Optional.empty())), value.get("o"));
    }
  }

  @Test
  void otherClassesAreRefusedByName() throws IOException {
    assertRefused("found os system, expected one of", "cos\nsystem\n(", text("ls"), "tR");
  }

  @Test
  void tensorsReachNoFurtherThanTheirStorage() throws IOException {
    assertRefused("expected all elements inside the storage", tensor(1, 2, 3, 3, 1));
    assertRefused("expected all elements inside the storage", tensor(0, 2, 3, 4, 1));
  }

  @Test
  void repeatedElementsDoNotBlowUpMemory() throws IOException {
    assertRefused("times the bytes of the file", tensor(0, 255, 255, 0, 0));
  }

  @Test
  void valuesThatContainThemselvesAreRefused() throws IOException {
    assertRefused("contains itself", tensor(0, 1, 1, 1, 1), "]q\0h\0a\u0086");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    assertRefused("at most 64 levels", tensor(0, 1, 1, 1, 1), "\u0085".repeat(100_000));
  }

  @Test
  void deepNestingThroughTheMemoIsRefused() throws IOException {
    StringBuilder lists = new StringBuilder("](]q\0");
    for (int i = 0; i < 100; i++) {
      lists.append("](h\0eq\0");
    }
    assertRefused("at most 64 levels", tensor(0, 1, 1, 1, 1), lists + "e\u0086");
  }

  @Test
  void declaredLengthsBeyondTheFileAreRefused() throws IOException {
    assertRefused("expected 4294967295 more", "X\u00ff\u00ff\u00ff\u00ffab");
  }

  @Test
  void memoIndicesThatWereNotPutAreRefused() throws IOException {
    assertRefused("found memo index 4294967295", "j\u00ff\u00ff\u00ff\u00ff");
  }

  @Test
  void endlessPicklesAreRefused() throws IOException {
    assertRefused("at most 1000000 operations", "N".repeat(1_000_001));
  }
}
