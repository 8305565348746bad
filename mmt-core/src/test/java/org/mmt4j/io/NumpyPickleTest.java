package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.TestFiles;

class NumpyPickleTest {

  private static final float[] VALUES = {-2, -1, 0, 1, 2, 3};

  static List<String> files() {
    return Stream.of("numpy1", "numpy2")
        .flatMap(numpy -> Stream.of(0, 1, 2, 3, 4, 5).map(p -> numpy + "_protocol" + p))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsTheSameValuesInAllProtocolsTypesAndOrders(String name) throws IOException {
    Map<String, Optional<StoredArray>> arrays =
        NumpyPickle.read(TestFiles.resource(NumpyPickleTest.class, "numpy/" + name + ".pickle"));
    assertEquals(24, arrays.size());
    for (String kind : List.of("f2", "f4", "f8", "i4", "i8")) {
      for (String order : List.of("C<", "C>", "F<", "F>")) {
        StoredArray array = arrays.get(order + kind).orElseThrow();
        assertArrayEquals(new long[] {2, 3}, array.shape());
        assertArrayEquals(VALUES, array.toFloats(), order + kind);
      }
    }
    double[] halves = {1.1920928955078125e-7, -65504, 0.0999755859375, Math.scalb(1.0, -15)};
    assertArrayEquals(halves, arrays.get("café\n\\").orElseThrow().toDoubles());
    assertTrue(arrays.get("none").isEmpty());
    assertTrue(arrays.get("nan").isEmpty());
    assertArrayEquals(new long[] {0, 3}, arrays.get("empty").orElseThrow().shape());
  }

  /** Python 2 writes strings as bytes, in protocol 0 as their repr. */
  @ParameterizedTest
  @CsvSource({
    "'\u0080\u0002}U\u0001v', 'U\u0001b', 'U\u0002f4', 'U\u0001<', 'U\u0008\0\0\u0080?\0\0 @'",
    "'(dS''v''\n', 'S''b''\n', 'S\"f4\"\n', 'S''<''\n'," + " 'S''\\x00\\x00\\x80?\\x00\\x00 @''\n'"
  })
  void readsStringsOfPython2AsBytes(
      String dict, String b, String f4, String order, String data, @TempDir Path folder)
      throws IOException {
    String pickle =
        dict
            + "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\nt"
            + b
            + "tR(I1\n(L2L\ntcnumpy\ndtype\n("
            + f4
            + "I0\nI1\ntR(I3\n"
            + order
            + "NNNI-1\nI-1\nI0\ntbI00\n"
            + data
            + "tbs.";
    Path file = folder.resolve("python2.pickle");
    Files.write(file, pickle.getBytes(StandardCharsets.ISO_8859_1));
    StoredArray array = NumpyPickle.read(file).get("v").orElseThrow();
    assertArrayEquals(new float[] {1, 2.5f}, array.toFloats());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object | dtype: found O8, expected one of f2, f4, f8, i4, i8",
        "complex | dtype: found c8, expected one of f2, f4, f8, i4, i8",
        "list | x: found ArrayList, expected an array, None or NaN"
      })
  void rejectsUnsupportedValues(String name, String problem) {
    Path file = TestFiles.resource(NumpyPickleTest.class, "numpy/" + name + ".pickle");
    TensorFileException e = assertThrows(TensorFileException.class, () -> NumpyPickle.read(file));
    assertEquals(file + ": " + problem, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'cos\nsystem\n(Vls\ntR.', 'class: found os system, expected only the classes of NumPy arrays'",
    "'\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.', 'class: found os system'",
    "'\u0080\u0006}.', 'protocol: found 6, expected at most 5'",
    "'c__builtin__\neval\n.', 'class: found __builtin__ eval'",
    "'(lp0\ng0\na.', 'pickle: expected a dict of arrays'",
    "'(dI1\nNs.', 'key: found 1, expected a string'",
    "'\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.', 'found 1 bytes'",
    "'', 'found 0 bytes, expected 1 more'"
  })
  void rejectsCodeAndInconsistentPickles(String pickle, String problem, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("bad.pickle");
    Files.write(file, pickle.getBytes(StandardCharsets.ISO_8859_1));
    TensorFileException e = assertThrows(TensorFileException.class, () -> NumpyPickle.read(file));
    assertTrue(e.getMessage().contains(problem), e.getMessage());
  }

  @Test
  void rejectsConvertingOneStringManyTimes(@TempDir Path folder) throws IOException {
    String text = "x".repeat(1000);
    String encode = "c_codecs\nencode\np1\nV" + text + "\np2\n";
    String pickle = encode + "g1\n(g2\nVlatin1\ntR".repeat(20) + ".";
    Path file = folder.resolve("many.pickle");
    Files.writeString(file, pickle);
    TensorFileException e = assertThrows(TensorFileException.class, () -> NumpyPickle.read(file));
    assertTrue(
        e.getMessage().endsWith("expected fewer bytes in strings than in the file"),
        e.getMessage());
  }

  @Tag("damage")
  @Property(tries = 10_000)
  void readsOrRejectsDamagedPickles(@ForAll long seed) throws IOException {
    List<String> files = files();
    Path valid =
        TestFiles.resource(
            NumpyPickleTest.class,
            "numpy/" + files.get(Math.floorMod(seed, files.size())) + ".pickle");
    Path file = Files.createTempFile("damaged", ".pickle");
    try {
      Files.write(file, Damage.any(Files.readAllBytes(valid), seed));
      NumpyPickle.read(file).values().forEach(array -> array.ifPresent(StoredArray::toDoubles));
    } catch (TensorFileException e) {
      assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    } finally {
      Files.delete(file);
    }
  }
}
