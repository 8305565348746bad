package org.mmt4j.features;

import com.google.common.collect.ImmutableList;
import io.jhdf.GlobalHeap;
import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * A list of UTF-8 words from an HDF5 file, stored with fixed or variable length. Python writes
 * UTF-8 even if it declares ASCII, so words are always read as UTF-8.
 *
 * @param list the words in order
 */
record Hdf5Words(ImmutableList<String> list) {

  /** Size of a reference to a variable-length value: length (4), heap address (8), index (4). */
  private static final int REFERENCE_BYTES = 16;

  /**
   * Reads a list of words. A single string with white space is split into words.
   *
   * @param heaps returns the heap of variable-length values at an address of the file
   * @param budget budget for the bytes of variable-length values; many references may share one
   *     value
   * @throws Hdf5FormatException if the data set is not a list of strings, or a word is not UTF-8
   */
  static Hdf5Words of(
      Dataset dataset, Hdf5Structure file, LongFunction<GlobalHeap> heaps, Hdf5Budget budget) {
    long[] shape = dataset.getDimensionsAsLong();
    if (shape.length > 1 && Arrays.stream(shape).filter(length -> length != 1).count() > 1) {
      throw new Hdf5FormatException(
          "found shape " + Arrays.toString(shape) + ", expected a list of words");
    }
    long count = Hdf5Storage.count(dataset);
    if (count == 0) {
      return new Hdf5Words(ImmutableList.of());
    }
    Hdf5Words words = strings(dataset, file, Math.toIntExact(count), heaps, budget);
    return count == 1 ? words.split() : words;
  }

  /** Splits a sentence at white space; a blank one has no words. */
  private Hdf5Words split() {
    String sentence = list.get(0).strip();
    return new Hdf5Words(
        sentence.isEmpty() ? list : ImmutableList.copyOf(sentence.split("(?U)\\s+", -1)));
  }

  private static Hdf5Words strings(
      Dataset dataset,
      Hdf5Structure file,
      int count,
      LongFunction<GlobalHeap> heaps,
      Hdf5Budget budget) {
    DataType type = dataset.getDataType();
    if (type instanceof StringData fixed && type.getSize() > 0) {
      return fixedLength(Hdf5Storage.bytes(dataset, file), count, fixed);
    }
    if (type instanceof VariableLength variable
        && variable.isVariableLengthString()
        && type.getSize() == REFERENCE_BYTES) {
      return variableLength(Hdf5Storage.bytes(dataset, file), count, heaps, budget);
    }
    throw new Hdf5FormatException(
        "found values of type " + type.getClass().getSimpleName() + ", expected strings");
  }

  private static Hdf5Words fixedLength(ByteBuffer bytes, int count, StringData type) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      ByteBuffer word = bytes.slice(i * type.getSize(), type.getSize());
      type.getStringPaddingHandler().setBufferLimit(word);
      words.add(utf8(word, i));
    }
    return new Hdf5Words(words.build());
  }

  private static Hdf5Words variableLength(
      ByteBuffer references, int count, LongFunction<GlobalHeap> heaps, Hdf5Budget budget) {
    references.order(ByteOrder.LITTLE_ENDIAN);
    ImmutableList.Builder<String> words = ImmutableList.builder();
    for (int i = 0; i < count; i++) {
      int at = i * REFERENCE_BYTES;
      int length = references.getInt(at);
      long address = references.getLong(at + 4);
      budget.spend(length);
      int index = references.getInt(at + 12);
      words.add(length == 0 ? "" : utf8(heapObject(heaps.apply(address), index, length), i));
    }
    return new Hdf5Words(words.build());
  }

  private static ByteBuffer heapObject(GlobalHeap heap, int index, int length) {
    ByteBuffer object = heap.getObjectData(index);
    if (length < 0 || length > object.remaining()) {
      throw new Hdf5FormatException(
          "found a word of "
              + length
              + " bytes, expected at most the "
              + object.remaining()
              + " bytes of its heap object");
    }
    return object.limit(object.position() + length);
  }

  private static String utf8(ByteBuffer word, int index) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(word)
          .toString();
    } catch (CharacterCodingException e) {
      throw new Hdf5FormatException("found word " + index + " not in UTF-8, expected UTF-8");
    }
  }
}
