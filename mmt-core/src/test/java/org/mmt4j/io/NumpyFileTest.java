package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mmt4j.fixtures.Damage;
import org.mmt4j.fixtures.TestFiles;

class NumpyFileTest {

  private static final List<String> KINDS = List.of("C_lef4", "F_bef8", "C_bef2", "F_lei8");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsTheSameValuesInAllVersionsTypesAndOrders(int version) throws IOException {
    for (String kind : KINDS) {
      StoredArray array =
          NumpyFile.read(
              TestFiles.resource(NumpyFileTest.class, "numpy/" + kind + "_v" + version + ".npy"));
      assertArrayEquals(new long[] {2, 3}, array.shape());
      assertArrayEquals(new float[] {-2, -1, 0, 1, 2, 3}, array.toFloats(), kind);
    }
  }

  @Test
  void readsAllRanks() throws IOException {
    assertArrayEquals(
        new long[] {0, 3},
        NumpyFile.read(TestFiles.resource(NumpyFileTest.class, "numpy/empty.npy")).shape());
    assertArrayEquals(
        new long[] {3},
        NumpyFile.read(TestFiles.resource(NumpyFileTest.class, "numpy/list.npy")).shape());
    StoredArray scalar =
        NumpyFile.read(TestFiles.resource(NumpyFileTest.class, "numpy/scalar.npy"));
    assertArrayEquals(new long[0], scalar.shape());
    assertEquals(2.5, scalar.at(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"i1", "i2", "u1", "u2", "u4", "u8", "O"})
  void readsIntegersOfAllSizesAndObjects(String kind) throws IOException {
    StoredArray array =
        NumpyFile.read(TestFiles.resource(NumpyFileTest.class, "numpy/kind_" + kind + ".npy"));
    assertArrayEquals(new long[] {2, 3}, array.shape());
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, array.toFloats());
  }

  @Test
  void readsBooleansAsZeroAndOne() throws IOException {
    assertArrayEquals(
        new float[] {0, 1, 1, 1, 1, 1},
        NumpyFile.read(TestFiles.resource(NumpyFileTest.class, "numpy/kind_b1.npy")).toFloats());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "object | found objects, expected numbers, or arrays of numbers of one shape",
        "record | found elements of type [('a', '<f4')], expected one of f2, f4, f8, i1, i2",
        "kind_V2 | found elements of type V2, expected one of f2, f4, f8, i1, i2, i4, i8, u1, u2, u4, u8, b1 (V2 is how NumPy saves bfloat16: convert to float32 before saving)",
        "kind_f16 | found elements of type f16, expected one of f2, f4"
      })
  void rejectsUnsupportedElementTypes(String name, String problem) {
    Path file = TestFiles.resource(NumpyFileTest.class, "numpy/" + name + ".npy");
    TensorFileException e = assertThrows(TensorFileException.class, () -> NumpyFile.read(file));
    assertTrue(e.getMessage().startsWith(file + ": " + problem), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(2, 3) | (2, 4) | found 24 bytes, expected the size of shape [2, 4] of F32, with rank",
        "(2, 3) | (1, 3) | found 24 bytes, expected the size of shape [1, 3] of F32, with rank",
        "(2, 3), } | (9999999999, 9999999999), } | found 24 bytes, expected the size of shape",
        "(2, 3) | (-2, -3) | found header",
        "<f4 | <c8 | found elements of type c8, expected one of f2, f4, f8",
        "NUMPY | NUMPI | found a different format, expected \\x93NUMPY at the start of an .npy file",
        "NUMPY\u0001\0v | NUMPY\u0007\0v | found version 7, expected 1 to 3",
        "NUMPY\u0001\0v\0 | NUMPY\u0001\0\u00ff\u00ff | found a header length of 65535"
      })
  void rejectsInconsistentHeaders(String text, String replacement, String problem)
      throws IOException {
    String valid =
        new String(
            Files.readAllBytes(TestFiles.resource(NumpyFileTest.class, "numpy/C_lef4_v1.npy")),
            StandardCharsets.ISO_8859_1);
    assertTrue(valid.contains(text));
    String changed = valid.replace(text, replacement);
    int growth = changed.length() - valid.length();
    byte[] bytes =
        changed.replace(" ".repeat(growth) + "\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> NumpyFile.of(ByteBuffer.wrap(bytes)));
    assertTrue(e.getMessage().startsWith(problem), e.getMessage());
  }

  @Tag("damage")
  @Property(tries = 10_000)
  void readsOrRejectsDamagedFiles(@ForAll long seed) throws IOException {
    String kind = KINDS.get(Math.floorMod(seed, KINDS.size()));
    Path valid =
        TestFiles.resource(
            NumpyFileTest.class, "numpy/" + kind + "_v" + (1 + Math.floorMod(seed, 3)) + ".npy");
    byte[] bytes = Damage.any(Files.readAllBytes(valid), seed);
    try {
      NumpyFile.of(ByteBuffer.wrap(bytes)).toDoubles();
    } catch (IllegalArgumentException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("found "), e.getMessage());
    }
  }

  @Test
  void rejectsMissingAndEmptyFiles(@TempDir Path folder) throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.npy"));
    TensorFileException e = assertThrows(TensorFileException.class, () -> NumpyFile.read(empty));
    assertEquals(
        empty + ": found a different format, expected \\x93NUMPY at the start of an .npy file",
        e.getMessage());
    assertThrows(IOException.class, () -> NumpyFile.read(folder.resolve("missing.npy")));
  }
}
