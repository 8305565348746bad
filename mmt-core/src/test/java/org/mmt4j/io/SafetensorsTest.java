package org.mmt4j.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsTest {

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("tensors.safetensors");
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE", "INT", "LONG"})
  void tensorsOfAnyRankComeBack(DataType type) throws IOException {
    INDArray values = Nd4j.createFromArray(-1, 2, 3, 4, 5, 6, 7, 8).castTo(type);
    ImmutableMap<String, INDArray> tensors =
        ImmutableMap.of(
            "z.four", values.reshape(1, 2, 2, 2),
            "three", values.reshape(2, 1, 4),
            "two", values.reshape(2, 4),
            "one", values,
            "scalar", Nd4j.scalar(type, -3),
            "ünï\"code\n", values);
    Safetensors.write(file, tensors);
    ImmutableMap<String, INDArray> read = Safetensors.read(file);
    assertEquals(tensors.keySet().asList(), read.keySet().asList());
    for (String name : tensors.keySet()) {
      assertEquals(type, read.get(name).dataType());
      assertArrayEquals(tensors.get(name).shape(), read.get(name).shape());
      assertEquals(tensors.get(name), read.get(name));
    }
  }

  @Test
  void viewsAndColumnMajorTensorsAreWrittenRowByRow() throws IOException {
    INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
    Safetensors.write(
        file,
        ImmutableMap.of(
            "t", matrix.transpose(), "f", matrix.dup('f'), "column", matrix.getColumn(1)));
    Map<String, INDArray> read = Safetensors.read(file);
    assertArrayEquals(new float[][] {{1, 4}, {2, 5}, {3, 6}}, read.get("t").toFloatMatrix());
    assertArrayEquals(matrix.toFloatMatrix(), read.get("f").toFloatMatrix());
    assertArrayEquals(new float[] {2, 5}, read.get("column").toFloatVector());
  }

  @Test
  void extremeValuesKeepTheirBits() throws IOException {
    double[] values = {Double.NaN, -0.0, Double.MIN_VALUE, Double.NEGATIVE_INFINITY};
    long[] whole = {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 53) + 1};
    Safetensors.write(
        file, ImmutableMap.of("d", Nd4j.createFromArray(values), "l", Nd4j.createFromArray(whole)));
    Map<String, INDArray> read = Safetensors.read(file);
    assertArrayEquals(values, read.get("d").toDoubleVector());
    assertArrayEquals(whole, read.get("l").toLongVector());
  }

  @Test
  void noTensorsAtAllComeBack() throws IOException {
    Safetensors.write(file, ImmutableMap.of());
    assertEquals(ImmutableMap.of(), Safetensors.read(file));
  }

  @Test
  void tensorsWithoutElementsOrOfOtherTypesAreNotWritten() {
    assertEquals(
        "tensor none: found shape [0, 3], expected at least one element",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Safetensors.write(
                        file, Map.of("none", Nd4j.empty(DataType.FLOAT).reshape(0, 3))))
            .getMessage());
    assertEquals(
        "type of a tensor: found BOOL, expected one of [F32, F64, I32, I64]",
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(file, Map.of("b", Nd4j.scalar(true))))
            .getMessage());
    assertEquals(ImmutableList.of(), ImmutableList.copyOf(directory.toFile().list()));
  }

  @Test
  void metadataIsSkipped() throws IOException {
    write("{'__metadata__':{'format':'pt'},'a':" + entry("F32", "[1]", 0, 4) + "}", 4);
    assertEquals(ImmutableList.of("a"), Safetensors.read(file).keySet().asList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]|F16|0|2|tensor a: found type \"F16\", expected one of [F32, F64, I32, I64]",
        "[1]|F32|0|8|tensor a: found 8 bytes for shape [1] of F32, expected 4, from 1 to"
            + " 2147483647",
        "[2]|F32|0|4|tensor a: found 4 bytes for shape [2] of F32, expected 8, from 1 to"
            + " 2147483647",
        "[0]|F32|0|0|tensor a: found 0 bytes for shape [0] of F32, expected 0, from 1 to"
            + " 2147483647",
        "[2]|F32|8|0|tensor a: found -8 bytes for shape [2] of F32, expected 8, from 1 to"
            + " 2147483647",
        "[2]|F32|-8|0|tensor a, data_offsets: found -8, expected whole numbers of at least 0",
        "[-2]|F32|0|8|tensor a, shape: found -2, expected whole numbers of at least 0",
        "[1.5]|F32|0|8|tensor a, shape: found 1.5, expected whole numbers of at least 0",
        "3|F32|0|8|tensor a, shape: found 3, expected a list",
        "[2]|F32|4|12|tensor a: found offset 4, expected 0",
        "[3]|F32|0|12|data: found 8 bytes, expected 12",
        "[1]|F32|0|4|data: found 8 bytes, expected 4",
        "[4294967296, 4294967296]|F32|0|8|tensor a: shape [4294967296, 4294967296] overflows",
        "[1,1,1,1,1,1,1,1,2]|F32|0|8|tensor a: found 2 offsets and rank 9, expected 2 and at"
            + " most 8"
      })
  void aTensorThatCannotBeIsRefused(String shape, String type, long begin, long end, String problem)
      throws IOException {
    write("{'a':" + entry(type, shape, begin, end) + "}", 8);
    assertRefused(problem);
  }

  @Test
  void overlappingAndGapingTensorsAreRefused() throws IOException {
    String first = "{'a':" + entry("F32", "[2]", 0, 8);
    write(first + ",'b':" + entry("F32", "[1]", 4, 8) + "}", 8);
    assertRefused("tensor b: found offset 4, expected 8");
    write(first + ",'b':" + entry("F32", "[1]", 12, 16) + "}", 16);
    assertRefused("tensor b: found offset 12, expected 8");
  }

  @Test
  void aNameGivenTwiceIsRefused() throws IOException {
    String entry = "'a':" + entry("F32", "[1]", 0, 4);
    write("{" + entry + "," + entry + "}", 4);
    assertRefused("header: not JSON: Duplicate field 'a'");
  }

  @Test
  void filesTooShortForAHeaderAreRefused() throws IOException {
    Files.write(file, new byte[0]);
    assertRefused("found 0 bytes, expected at least 8 (safetensors)");
    Files.write(file, new byte[8]);
    assertRefused("header length: found 0, expected 2 to 0");
  }

  @ParameterizedTest
  @CsvSource({"-1", "9223372036854775807", "3", "100000001"})
  void aHeaderLengthThatCannotBeIsRefused(long length) throws IOException {
    Files.write(file, file(length, "{}", 0));
    assertRefused("header length: found " + length + ", expected 2 to 2");
  }

  @Test
  void aHeaderThatIsNoObjectIsRefused() throws IOException {
    write("[]", 0);
    assertRefused("header: found no JSON object");
    write("{'a':3}", 0);
    assertRefused("tensor a: found type , expected one of [F32, F64, I32, I64]");
  }

  private void assertRefused(String problem) {
    TensorFileException e = assertThrows(TensorFileException.class, () -> Safetensors.read(file));
    assertEquals(file + ": " + problem, e.getMessage());
  }

  private static String entry(String type, String shape, long begin, long end) {
    return "{'dtype':'%s','shape':%s,'data_offsets':[%d,%d]}".formatted(type, shape, begin, end);
  }

  private void write(String header, int dataLength) throws IOException {
    String json = header.replace('\'', '"');
    Files.write(file, file(json.getBytes(StandardCharsets.UTF_8).length, json, dataLength));
  }

  private static byte[] file(long headerLength, String header, int dataLength) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(new byte[8], 8 + json.length + dataLength);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).put(json);
    return bytes;
  }
}
