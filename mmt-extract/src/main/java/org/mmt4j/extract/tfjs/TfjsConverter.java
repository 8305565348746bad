package org.mmt4j.extract.tfjs;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto.DataType;
import org.mmt4j.io.AtomicFiles;
import org.mmt4j.io.DataFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts TensorFlow.js graph models to ONNX, operator set 13. Inputs, layouts and values are
 * those of the model; weights of 8 or 16 bits become float32. The operations are those of the
 * networks that this library uses.
 *
 * @param outputs of the converted network, at least one
 * @param anyBatch whether the first axis of all inputs becomes any length. The model must not use
 *     that length otherwise, on the way to the outputs.
 */
public record TfjsConverter(List<TfjsOutput> outputs, boolean anyBatch) {

  private static final Logger LOG = LoggerFactory.getLogger(TfjsConverter.class);

  /** Changes if the same model is converted in another way. */
  private static final int VERSION = 1;

  private static final ImmutableMap<String, Operation> OPERATIONS =
      ImmutableMap.<String, Operation>builder()
          .putAll(ElementOperations.all())
          .putAll(ImageOperations.all())
          .putAll(ShapeOperations.all())
          .buildOrThrow();

  public TfjsConverter {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("outputs: found none, expected at least one");
    }
  }

  /** Returns the file of the weights of a model, {@code NAME.bin} for {@code NAME.json}. */
  public static Path weights(Path file) {
    return TfjsFiles.weights(file);
  }

  /**
   * Converts a model.
   *
   * @param file {@code NAME.json}, with {@code NAME.bin} beside it
   * @return the ONNX model
   * @throws DataFileException if the files are no graph model, or it has an operation that is not
   *     converted
   * @throws IOException if the files cannot be read
   */
  public byte[] convert(Path file) throws IOException {
    return convert(TfjsFiles.read(file));
  }

  /**
   * Converts a model, or returns the result of an earlier conversion: the file {@code
   * converted/NAME.HASH.onnx} beside the model, where the hash is that of the model's files and of
   * this converter. If that folder cannot be written, the model is converted each time.
   *
   * @param file as for {@link #convert}
   * @return the ONNX model
   * @throws IOException as {@link #convert} does
   */
  public byte[] convertOnce(Path file) throws IOException {
    TfjsFiles files = TfjsFiles.read(file);
    String name = file.getFileName().toString().replaceFirst("\\.json$", "");
    Path converted =
        file.resolveSibling("converted")
            .resolve(name + "." + files.hash(VERSION + " " + this) + ".onnx");
    if (Files.isRegularFile(converted)) {
      return Files.readAllBytes(converted);
    }
    byte[] model = convert(files);
    try {
      Files.createDirectories(converted.getParent());
      AtomicFiles.write(converted, model);
    } catch (IOException e) {
      LOG.info("{}: converted, but not kept: {}", file, e.toString());
    }
    return model;
  }

  private byte[] convert(TfjsFiles files) throws IOException {
    Conversion conversion = new Conversion(TfjsGraph.read(files));
    List<String> tensors = outputs.stream().map(TfjsOutput::tensor).toList();
    for (TfjsNode node : conversion.order(tensors)) {
      convert(conversion, node);
    }
    for (TfjsOutput output : outputs) {
      conversion.onnx().output(output.name(), pooled(conversion, output));
    }
    ModelProto model = conversion.onnx().build();
    return model.toByteArray();
  }

  private void convert(Conversion conversion, TfjsNode node) throws DataFileException {
    switch (node.operation()) {
      case "Const" -> {} // is added where it is used
      case "Placeholder" -> conversion.define(node, List.of(input(conversion, node)));
      default -> {
        Operation operation = OPERATIONS.get(node.operation());
        if (operation == null) {
          throw conversion.problem(
              node,
              "found an operation that is not converted, expected one of " + OPERATIONS.keySet());
        }
        conversion.define(node, operation.convert(conversion, node));
      }
    }
  }

  private String input(Conversion conversion, TfjsNode node) throws DataFileException {
    DataType type = ElementOperations.type(conversion, node, node.type("dtype"));
    List<Long> shape = new ArrayList<>(node.shape("shape"));
    if (anyBatch && !shape.isEmpty()) {
      shape.set(0, -1L);
    }
    conversion.onnx().input(node.name(), type, shape);
    return node.name();
  }

  private static String pooled(Conversion conversion, TfjsOutput output) throws DataFileException {
    String value = conversion.name(output.tensor());
    if (output.pooling() == TfjsOutput.Pooling.NONE) {
      return value;
    }
    return conversion
        .onnx()
        .node(
            output.pooling() == TfjsOutput.Pooling.MAX ? "ReduceMax" : "ReduceMean",
            List.of(value),
            OnnxBuilder.attribute("axes", 1, 2),
            OnnxBuilder.attribute("keepdims", 0));
  }
}
