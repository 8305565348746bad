package org.mmt4j.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.mmt4j.io.DataFileException;
import org.mmt4j.similarity.VectorFileLayout;
import org.mmt4j.similarity.VectorPrecision;

/**
 * What a commit of Lucene says of the vectors.
 *
 * @param precision of the vectors
 * @param generation number in the name of the file of vectors
 * @param rows number of rows that count
 * @param properties of the application
 */
record CommitData(
    VectorSpace space,
    VectorPrecision precision,
    int generation,
    int rows,
    SortedMap<String, String> properties) {

  private static final String FORMAT = "1";
  private static final String EXPERT = "expert.";
  private static final String LENGTH = "length.";
  private static final String PROPERTY = "property.";

  static CommitData empty(VectorSpace space, VectorPrecision precision) {
    return new CommitData(space, precision, 1, 0, new TreeMap<>());
  }

  CommitData with(int newGeneration, int newRows, SortedMap<String, String> newProperties) {
    return new CommitData(space, precision, newGeneration, newRows, new TreeMap<>(newProperties));
  }

  VectorFileLayout layout() {
    return new VectorFileLayout(precision, space.dimension(), space.weights());
  }

  Path vectors(Path directory) {
    return directory.resolve(LibraryFolder.VECTORS + generation);
  }

  Map<String, String> toMap() {
    Map<String, String> data = new HashMap<>();
    data.put("format", FORMAT);
    data.put("model", space.model());
    List<VectorSpace.Part> parts = space.parts();
    for (int i = 0; i < parts.size(); i++) {
      data.put(EXPERT + i, parts.get(i).expert());
      data.put(LENGTH + i, String.valueOf(parts.get(i).length()));
    }
    data.put("weighted", String.valueOf(space.weighted()));
    data.put("precision", precision.name());
    data.put("generation", String.valueOf(generation));
    data.put("rows", String.valueOf(rows));
    properties.forEach((name, value) -> data.put(PROPERTY + name, value));
    return data;
  }

  static CommitData read(Path directory, Map<String, String> data) throws IOException {
    String format = data.get("format");
    if (!FORMAT.equals(format)) {
      throw new DataFileException(
          directory, "format of the library: found " + format + ", expected " + FORMAT);
    }
    try {
      CommitData read =
          new CommitData(
              new VectorSpace(
                  value(data, "model"), parts(data), Boolean.parseBoolean(value(data, "weighted"))),
              VectorPrecision.valueOf(value(data, "precision")),
              Integer.parseInt(value(data, "generation")),
              Integer.parseInt(value(data, "rows")),
              properties(data));
      read.layout();
      return read;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new DataFileException(directory, "damaged commit: " + e.getMessage(), e);
    }
  }

  private static String value(Map<String, String> data, String name) {
    String value = data.get(name);
    if (value == null) {
      throw new IllegalArgumentException("found no " + name + ", expected one");
    }
    return value;
  }

  private static List<VectorSpace.Part> parts(Map<String, String> data) {
    List<VectorSpace.Part> parts = new ArrayList<>();
    for (String expert = data.get(EXPERT + 0);
        expert != null;
        expert = data.get(EXPERT + parts.size())) {
      int length = Integer.parseInt(value(data, LENGTH + parts.size()));
      parts.add(new VectorSpace.Part(expert, length));
    }
    return parts;
  }

  private static SortedMap<String, String> properties(Map<String, String> data) {
    SortedMap<String, String> properties = new TreeMap<>();
    data.forEach(
        (name, value) -> {
          if (name.startsWith(PROPERTY)) {
            properties.put(name.substring(PROPERTY.length()), value);
          }
        });
    return properties;
  }
}
