package org.mmt4j.extract.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.io.DataFileException;
import org.nd4j.shade.protobuf.ByteString;

/**
 * Reads the weights of a model: one after another in {@code NAME.bin}, little-endian, in the order
 * of the list in {@code NAME.json}. Values of 16 bits, and of 8 or 16 bits with a scale and a
 * minimum, become float32: {@code scale value + min}.
 */
final class TfjsWeights {

  private static final int MAX_RANK = 8;

  /** Maximum number of values of a weight: 1 GiB as float32. */
  private static final int MAX_VALUES = 1 << 28;

  private final Path file;
  private final ByteBuffer values;

  private TfjsWeights(Path file, ByteBuffer values) {
    this.file = file;
    this.values = values;
  }

  /**
   * Reads all weights, by name.
   *
   * @throws DataFileException if the list does not fit the file of values
   */
  static Map<String, TensorProto> read(TfjsFiles files, JsonNode model) throws DataFileException {
    Path file = TfjsFiles.weights(files.file());
    ByteBuffer values = ByteBuffer.wrap(files.weights()).order(ByteOrder.LITTLE_ENDIAN);
    TfjsWeights reader = new TfjsWeights(file, values);
    Map<String, TensorProto> weights = new HashMap<>();
    for (JsonNode group : model.path("weightsManifest")) {
      for (JsonNode paths : group.path("paths")) {
        if (!paths.asText().equals(file.getFileName().toString())) {
          throw new DataFileException(
              files.file(),
              "found weights in " + paths.asText() + ", expected " + file.getFileName());
        }
      }
      for (JsonNode weight : group.path("weights")) {
        weights.put(weight.path("name").asText(), reader.tensor(weight));
      }
    }
    if (values.hasRemaining()) {
      throw new DataFileException(
          file, "found " + values.remaining() + " bytes after the last weight, expected none");
    }
    return weights;
  }

  private TensorProto tensor(JsonNode weight) throws DataFileException {
    TensorProto.Builder tensor = TensorProto.newBuilder();
    long count = 1;
    for (JsonNode length : weight.path("shape")) {
      if (length.asLong(-1) < 0 || tensor.getDimsCount() == MAX_RANK) {
        throw problem(weight, "shape " + weight.path("shape"), "at most 8 lengths of at least 0");
      }
      tensor.addDims(length.asLong());
      count = Math.min(Integer.MAX_VALUE, count) * Math.min(Integer.MAX_VALUE, length.asLong());
    }
    JsonNode quantization = weight.path("quantization");
    String stored = quantization.path("dtype").asText(weight.path("dtype").asText());
    int bytes = bytes(weight, stored);
    if (count > values.remaining() / bytes) {
      throw problem(
          weight, "only " + values.remaining() + " bytes", "at least " + count + " x " + bytes);
    }
    if (count > MAX_VALUES) {
      throw problem(weight, count + " values", "at most " + MAX_VALUES);
    }
    DataType type = type(weight);
    ByteBuffer converted =
        ByteBuffer.allocate((int) count * (type == DataType.BOOL ? 1 : Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    double scale = quantization.path("scale").asDouble(1);
    double minimum = quantization.path("min").asDouble(0);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case FLOAT -> converted.putFloat((float) (scale * value(stored) + minimum));
        case INT32 -> converted.putInt((int) Math.round(scale * value(stored) + minimum));
        default -> converted.put((byte) (value(stored) == 0 ? 0 : 1));
      }
    }
    return tensor
        .setDataType(type.getNumber())
        .setRawData(ByteString.copyFrom(converted.array()))
        .build();
  }

  private DataType type(JsonNode weight) throws DataFileException {
    return switch (weight.path("dtype").asText()) {
      case "float32" -> DataType.FLOAT;
      case "int32" -> DataType.INT32;
      case "bool" -> DataType.BOOL;
      default -> throw problem(weight, "type " + weight.path("dtype"), "float32, int32 or bool");
    };
  }

  private int bytes(JsonNode weight, String stored) throws DataFileException {
    return switch (stored) {
      case "float32", "int32" -> Float.BYTES;
      case "float16", "uint16" -> Short.BYTES;
      case "uint8", "bool" -> 1;
      default ->
          throw problem(
              weight, "values of type " + stored, "float32, float16, int32, uint16, uint8 or bool");
    };
  }

  private double value(String stored) {
    return switch (stored) {
      case "float32" -> values.getFloat();
      case "int32" -> values.getInt();
      case "float16" -> halfFloat(values.getShort());
      case "uint16" -> Short.toUnsignedInt(values.getShort());
      default -> Byte.toUnsignedInt(values.get());
    };
  }

  /** Converts a value of IEEE 754's binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
  static double halfFloat(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else {
      magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  private DataFileException problem(JsonNode weight, String found, String expected) {
    return new DataFileException(
        file,
        "weight " + weight.path("name").asText() + ": found " + found + ", expected " + expected);
  }
}
