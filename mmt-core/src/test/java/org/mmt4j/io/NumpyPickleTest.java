package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.TestFiles;
import org.mmt4j.io.NumpyValue.Items;
import org.mmt4j.io.NumpyValue.Missing;
import org.mmt4j.io.NumpyValue.Numbers;
import org.mmt4j.io.NumpyValue.Other;
import org.mmt4j.io.NumpyValue.Text;

class NumpyPickleTest {

  private static final float[] VALUES = {-2, -1, 0, 1, 2, 3};

  private static List<String> damageable() {
    return Stream.concat(
            files().stream(),
            Stream.of("store_protocol2", "store_protocol4", "kinds_protocol0", "kinds_protocol5"))
        .toList();
  }

  static List<String> files() {
    return Stream.of("numpy1", "numpy2")
        .flatMap(numpy -> Stream.of(0, 1, 2, 3, 4, 5).map(p -> numpy + "_protocol" + p))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("files")
  void readsTheSameValuesInAllProtocolsTypesAndOrders(String name) throws IOException {
    Map<String, NumpyValue> arrays = read(name);
    assertEquals(24, arrays.size());
    for (String kind : List.of("f2", "f4", "f8", "i4", "i8")) {
      for (String order : List.of("C<", "C>", "F<", "F>")) {
        StoredArray array = numbers(arrays.get(order + kind));
        assertArrayEquals(new long[] {2, 3}, array.shape());
        assertArrayEquals(VALUES, array.toFloats(), order + kind);
      }
    }
    double[] halves = {1.1920928955078125e-7, -65504, 0.0999755859375, Math.scalb(1.0, -15)};
    assertArrayEquals(halves, numbers(arrays.get("café\n\\")).toDoubles());
    assertEquals(Missing.MISSING, arrays.get("none"));
    assertEquals(Missing.MISSING, arrays.get("nan"));
    assertArrayEquals(new long[] {0, 3}, numbers(arrays.get("empty")).shape());
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
    StoredArray array = numbers(NumpyPickle.read(file).get("v"));
    assertArrayEquals(new float[] {1, 2.5f}, array.toFloats());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void readsIntegersBooleansAndObjects(int protocol) throws IOException {
    Map<String, NumpyValue> arrays = read("kinds_protocol" + protocol);
    for (String kind : List.of("i1", "i2", "u1", "u2", "u4", "u8", "O")) {
      assertArrayEquals(new long[] {2, 3}, numbers(arrays.get(kind)).shape(), kind);
      assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, numbers(arrays.get(kind)).toFloats(), kind);
    }
    assertArrayEquals(new float[] {0, 1, 1, 1, 1, 1}, numbers(arrays.get("b1")).toFloats());
    assertArrayEquals(new float[] {1.5f}, numbers(arrays.get("7")).toFloats());
    assertArrayEquals(new float[] {1}, numbers(arrays.get("bytes")).toFloats());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void otherValuesDoNotMakeTheArraysUnreadable(int protocol) throws IOException {
    Map<String, NumpyValue> arrays = read("kinds_protocol" + protocol);
    Items captions = (Items) Objects.requireNonNull(arrays.get("words"));
    assertEquals(
        List.of(new Items(List.of(new Text("a"), new Text("dog"))), new Text("a cat")),
        captions.items());
    assertTrue(
        found(arrays.get("names")).startsWith("an array with elements of type U1, expected one of"),
        found(arrays.get("names")));
    assertEquals(
        "an array of objects that differ, expected arrays of one shape",
        found(arrays.get("ragged")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void anObjectWithNamesAndRowsIsATable(int protocol) throws IOException {
    Map<String, NumpyValue> rows = read("store_protocol" + protocol);
    assertEquals(List.of("video0", "video1", "video2"), List.copyOf(rows.keySet()));
    assertArrayEquals(new float[] {0, 1, 2}, numbers(rows.get("video0")).toFloats());
    assertEquals(Missing.MISSING, rows.get("video1"));
    assertArrayEquals(new float[] {6, 7, 8}, numbers(rows.get("video2")).toFloats());
  }

  @Test
  void aDictWithNamesAndColumnMajorRowsIsATable() throws IOException {
    Map<String, NumpyValue> rows = read("table");
    assertEquals(List.of("video0", "video1"), List.copyOf(rows.keySet()));
    assertArrayEquals(new float[] {3, 4, 5}, numbers(rows.get("video1")).toFloats());
  }

  private static Map<String, NumpyValue> read(String name) throws IOException {
    return NumpyPickle.read(TestFiles.resource(NumpyPickleTest.class, "numpy/" + name + ".pickle"));
  }

  private static StoredArray numbers(@Nullable NumpyValue value) {
    return assertInstanceOf(Numbers.class, value).array();
  }

  private static String found(@Nullable NumpyValue value) {
    return assertInstanceOf(Other.class, value).found();
  }

  @ParameterizedTest
  @CsvSource({
    "object, 'an array of objects, expected an array of numbers'",
    "complex, 'an array with elements of type c8, expected one of f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1 (convert with array.astype(''float32''))'"
  })
  void describesUnsupportedArrays(String name, String found) throws IOException {
    assertEquals(found, found(read(name).get("x")));
  }

  /** Nothing is executed: a class becomes a name, and a call an object without content. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cos\nsystem\n(Vls\ntR.",
        "\u0080\u0004\u008c\u0002os\u008c\u0006system\u0093.",
        "c__builtin__\neval\n.",
        "(Vls\nios\nsystem\n.",
        "(cos\nsystem\nVls\no.",
        "(lp0\ng0\na."
      })
  void picklesOfOtherObjectsHaveNoValues(String pickle, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("other.pickle");
    Files.write(file, pickle.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Map.of(), NumpyPickle.read(file));
  }

  @Test
  void listsThatContainThemselvesAreReadOnce(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cycle.pickle");
    Files.writeString(file, "(dVx\n(lp0\ng0\nag0\nas.");
    Other inner = new Other("a list that contains itself");
    assertEquals(Map.of("x", new Items(List.of(inner, inner))), NumpyPickle.read(file));
  }

  @ParameterizedTest
  @CsvSource({
    "'\u0080\u0006}.', 'protocol: found 6, expected at most 5'",
    "'\u0080\u0004\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.', 'found 1 bytes'",
    "'', 'found 0 bytes, expected 1 more'"
  })
  void rejectsInconsistentPickles(String pickle, String problem, @TempDir Path folder)
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
    List<String> files = damageable();
    Path valid =
        TestFiles.resource(
            NumpyPickleTest.class,
            "numpy/" + files.get(Math.floorMod(seed, files.size())) + ".pickle");
    Path file = Files.createTempFile("damaged", ".pickle");
    try {
      Files.write(file, Damage.any(Files.readAllBytes(valid), seed));
      for (NumpyValue value : NumpyPickle.read(file).values()) {
        if (value instanceof Numbers numbers) {
          numbers.array().toDoubles();
        }
      }
    } catch (TensorFileException e) {
      assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
    } finally {
      Files.delete(file);
    }
  }
}
