package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads pickles written by Python 3.11. */
class PickleFileTest {

  private static final String BODY =
      "7d7100285809000000766964656f3730303571014b0058010000006271024d2c01752e";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "286470300a56766964656f373030350a70310a49300a7356620a70320a493330300a732e",
        "7d7100285809000000766964656f3730303571014b0058010000006271024d2c01752e",
        "80049519000000000000007d94288c09766964656f37303035944b008c0162944d2c01752e",
        "80059519000000000000007d94288c09766964656f37303035944b008c0162944d2c01752e"
      })
  void readsDictsOfProtocols0To5(String hex) throws IOException {
    assertEquals(Map.of("video7005", 0L, "b", 300L), PickleFile.read(file(hex)));
  }

  @Test
  void readsPlainValues() throws IOException {
    Path file =
        file(
            "80027d710058010000007871015d7102284b014740040000000000004e88"
                + "58010000006171038a0900000000000000004086710465732e");
    assertEquals(
        Map.of("x", List.of(1L, 2.5, Optional.empty(), true, List.of("a", BigInteger.TWO.pow(70)))),
        PickleFile.read(file));
  }

  @Test
  void rejectsFilesThatAreNotPlainPickles() throws IOException {
    assertRejected("8006" + BODY, "protocol: found 6, expected at most 5");
    assertRejected(
        "8002636275696c74696e730a6576616c0a2e",
        "value: found class builtins eval, expected a tensor or plain value");
    assertRejected(
        "8002636e756d70790a6e6461727261790a2e",
        "value: found NDARRAY, expected a tensor or plain value");
    assertRejected("", "before byte 0: found 0 bytes, expected 1 more");
    assertRejected(
        "8002" + "63" + "6f730a" + "73797374656d0a" + "2e",
        "value: found class os system, expected a tensor or plain value");
    assertRejected("8002" + BODY + "00", "end of the pickle: found 1 more bytes, expected none");
    Path missing = folder.resolve("missing.pkl");
    assertThrows(NoSuchFileException.class, () -> PickleFile.read(missing));
  }

  @Property(tries = 2000)
  void readsOrRejectsAChangedByte(
      @ForAll @IntRange(min = 0, max = 35) int place, @ForAll byte value) throws IOException {
    byte[] bytes = HexFormat.of().parseHex("8002" + BODY);
    bytes[place] = value;
    Path file = Files.createTempFile("changed", ".pkl");
    try {
      PickleFile.read(Files.write(file, bytes));
    } catch (TensorFileException e) {
      assertEquals(0, e.getMessage().indexOf(file.toString()));
    } finally {
      Files.delete(file);
    }
  }

  private void assertRejected(String hex, String problem) throws IOException {
    Path file = file(hex);
    TensorFileException e = assertThrows(TensorFileException.class, () -> PickleFile.read(file));
    assertEquals(file + ": " + problem, e.getMessage());
  }

  private Path file(String hex) throws IOException {
    return Files.write(folder.resolve("value.pkl"), HexFormat.of().parseHex(hex));
  }
}
