package org.mmt4j.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads the JSON header of a safetensors file token by token. It keeps only the tensors' entries,
 * so a long header does not use much memory.
 */
final class SafetensorsHeader {

  /**
   * A tensor of the file.
   *
   * @param begin the offset of its first byte from the end of the header
   * @param end the offset after its last byte
   */
  record Entry(String name, TensorType type, ImmutableLongArray shape, long begin, long end) {}

  private static final String METADATA = "__metadata__";
  private static final int LARGEST_RANK = 8;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxNumberLength(20).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Path file;
  private final JsonParser json;

  private SafetensorsHeader(Path file, JsonParser json) {
    this.file = file;
    this.json = json;
  }

  /**
   * Returns the tensors in the order of their bytes, which must fill {@code dataLength} bytes.
   *
   * @throws TensorFileException if they do not, or the header is invalid
   */
  static ImmutableList<Entry> read(Path file, InputStream header, long dataLength)
      throws IOException {
    InputStreamReader text =
        new InputStreamReader(header, StandardCharsets.UTF_8.newDecoder()); // rejects invalid bytes
    List<Entry> entries;
    try (JsonParser json = JSON.createParser(text)) {
      entries = new SafetensorsHeader(file, json).entries();
    } catch (JsonProcessingException e) {
      throw new TensorFileException(file, "header: not JSON: " + e.getOriginalMessage(), e);
    } catch (CharacterCodingException e) {
      throw new TensorFileException(file, "header: not UTF-8", e);
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    requireContiguous(file, entries, dataLength);
    return ImmutableList.copyOf(entries);
  }

  private List<Entry> entries() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw problem("header: found no JSON object");
    }
    List<Entry> entries = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(METADATA)) {
        json.skipChildren();
      } else {
        entries.add(entry(name));
      }
    }
    if (json.nextToken() != null) {
      throw problem("header: found more than one JSON object");
    }
    return entries;
  }

  private Entry entry(String name) throws IOException {
    String tensor = "tensor " + name;
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw problem(tensor + ": found " + json.getText() + ", expected an object");
    }
    Optional<TensorType> type = Optional.empty();
    ImmutableLongArray shape = null;
    ImmutableLongArray offsets = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "dtype" -> type = Optional.of(type(tensor));
        case "shape" -> shape = integers(tensor + ", shape", LARGEST_RANK);
        case "data_offsets" -> offsets = integers(tensor + ", data_offsets", 2);
        default -> json.skipChildren();
      }
    }
    if (type.isEmpty() || shape == null || offsets == null || offsets.length() != 2) {
      throw problem(tensor + ": expected dtype, shape and two data_offsets");
    }
    requireByteCount(tensor, type.get(), shape, offsets.get(1) - offsets.get(0));
    return new Entry(name, type.get(), shape, offsets.get(0), offsets.get(1));
  }

  private TensorType type(String tensor) throws IOException {
    String found = json.getText();
    return TensorType.named(found)
        .orElseThrow(
            () ->
                problem(
                    tensor
                        + ": found type "
                        + found
                        + ", expected one of "
                        + Arrays.toString(TensorType.values())));
  }

  private ImmutableLongArray integers(String thing, int most) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw problem(thing + ": found " + json.getText() + ", expected a list");
    }
    ImmutableLongArray.Builder values = ImmutableLongArray.builder(most);
    for (int count = 0; json.nextToken() != JsonToken.END_ARRAY; count++) {
      if (count == most) {
        throw problem(thing + ": found more than " + most + " values, expected at most " + most);
      }
      values.add(integer(thing));
    }
    return values.build();
  }

  private long integer(String thing) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != NumberType.BIG_INTEGER
        && json.getLongValue() >= 0) {
      return json.getLongValue();
    }
    throw problem(
        thing + ": found " + json.getText() + ", expected integers from 0 to " + Long.MAX_VALUE);
  }

  private void requireByteCount(
      String tensor, TensorType type, ImmutableLongArray shape, long bytes) throws IOException {
    long expected = type.bytes();
    try {
      for (int d = 0; d < shape.length(); d++) {
        expected = Math.multiplyExact(expected, shape.get(d));
      }
    } catch (ArithmeticException e) {
      throw new TensorFileException(file, tensor + ": shape " + shape + " overflows", e);
    }
    if (bytes != expected || bytes == 0) {
      throw problem(
          tensor
              + ": found "
              + bytes
              + " bytes for shape "
              + shape
              + " of "
              + type
              + ", expected "
              + Math.max(1, expected));
    }
  }

  private static void requireContiguous(Path file, List<Entry> entries, long dataLength)
      throws TensorFileException {
    long offset = 0;
    for (Entry entry : entries) {
      if (entry.begin != offset) {
        throw new TensorFileException(
            file,
            "tensor " + entry.name + ": found offset " + entry.begin + ", expected " + offset);
      }
      offset = entry.end;
    }
    if (offset != dataLength) {
      throw new TensorFileException(
          file, "data: found " + dataLength + " bytes, expected " + offset);
    }
  }

  private TensorFileException problem(String problem) {
    return new TensorFileException(file, problem);
  }
}
