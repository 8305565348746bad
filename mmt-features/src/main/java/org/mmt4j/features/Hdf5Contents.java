package org.mmt4j.features;

import com.google.common.collect.ImmutableMap;
import io.jhdf.GlobalHeap;
import io.jhdf.HdfFile;
import io.jhdf.ObjectHeader;
import io.jhdf.api.Dataset;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.exceptions.UnsupportedHdfException;
import io.jhdf.object.message.DataSpaceMessage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mmt4j.features.Hdf5Group.Link;
import org.mmt4j.io.StoredArray;

/**
 * An open HDF5 file. Only what is asked for is read, so a file may be larger than the memory. Links
 * inside the file are followed; links to other files are not. Not thread-safe.
 */
final class Hdf5Contents implements Closeable {

  /**
   * Maximum size of the values that are read, together and after decompression: 256 MiB, or an
   * eighth of the heap if that is less.
   */
  static final int MAX_BYTES = (int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / 8);

  /**
   * Maximum number of bytes of structure that are read. jHDF creates up to 25 bytes of objects for
   * each of them.
   */
  private static final int MAX_STRUCTURE = MAX_BYTES / 4;

  /** Bytes that a row of a matrix, or a word, needs in addition to its values. */
  private static final int OVERHEAD = 64;

  private static final int MAX_SOFT_LINKS = 16;

  private final Path file;
  private final FileChannel channel;
  private final HdfFile hdf;
  private final Hdf5Structure structure;
  private final Map<String, Link> start;
  private final Hdf5Budget values = new Hdf5Budget("values", MAX_BYTES);
  private final Map<Long, GlobalHeap> heaps = new HashMap<>();
  private final Map<String, Optional<ObjectHeader>> headers = new HashMap<>();

  private Hdf5Contents(
      Path file,
      FileChannel channel,
      HdfFile hdf,
      Hdf5Structure structure,
      Map<String, Link> start) {
    this.file = file;
    this.channel = channel;
    this.hdf = hdf;
    this.structure = structure;
    this.start = start;
  }

  /**
   * Opens a file and reads the names in its root group.
   *
   * @throws FeatureFileException if the file is missing, empty, no HDF5 file or damaged
   */
  static Hdf5Contents open(Path file) throws FeatureFileException {
    return open(file, (hdf, structure) -> Hdf5Group.links(structure, rootHeader(hdf, structure)));
  }

  /**
   * Opens a file at a group whose {@linkplain #links links} are known, so that the names of a large
   * group are not read again.
   *
   * @throws FeatureFileException if the file is missing, empty or no HDF5 file
   */
  static Hdf5Contents open(Path file, Map<String, Link> group) throws FeatureFileException {
    return open(file, (hdf, structure) -> group);
  }

  private static Hdf5Contents open(Path file, Start start) throws FeatureFileException {
    FileChannel channel = FileAccess.read(file, "an HDF5 file", () -> openChannel(file));
    try {
      return translateErrors(
          file,
          "the HDF5 structure",
          () -> {
            HdfFile hdf = new HdfFile(channel);
            Hdf5Structure structure =
                new Hdf5Structure(
                    hdf.getHdfBackingStorage(), new Hdf5Budget("structure", MAX_STRUCTURE));
            return new Hdf5Contents(file, channel, hdf, structure, start.of(hdf, structure));
          });
    } catch (FeatureFileException e) {
      try {
        channel.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static ObjectHeader rootHeader(HdfFile hdf, Hdf5Structure structure) {
    return ObjectHeader.readObjectHeader(structure, hdf.getAddress());
  }

  private static FileChannel openChannel(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FeatureFileException(file, "cannot be read (found a folder, expected a file)");
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    if (channel.size() == 0) {
      channel.close();
      throw new FeatureFileException(file, "found an empty file, expected an HDF5 file");
    }
    return channel;
  }

  Path file() {
    return file;
  }

  /** Returns the names in the group at which the file is open: the root group. */
  Set<String> names() {
    return start.keySet();
  }

  /** Returns the names in a group, "" for the root; empty if the path is not that of a group. */
  Set<String> names(String group) throws FeatureFileException {
    return links(group).keySet();
  }

  /** Returns the links in a group by name, "" for the root; empty if the path is not of a group. */
  ImmutableMap<String, Link> links(String group) throws FeatureFileException {
    if (group.isEmpty()) {
      return ImmutableMap.copyOf(start);
    }
    Optional<ObjectHeader> header = header(group);
    return header.isPresent() && Hdf5Group.isGroup(header.get())
        ? read(group, () -> ImmutableMap.copyOf(Hdf5Group.links(structure, header.get())))
        : ImmutableMap.of();
  }

  /** Returns whether a path is that of a group. */
  boolean isGroup(String path) throws FeatureFileException {
    return header(path).map(Hdf5Group::isGroup).orElse(false);
  }

  /** Returns whether a path is that of a data set of numbers with at least one axis. */
  boolean isArray(String path) throws FeatureFileException {
    Optional<ObjectHeader> header = header(path);
    if (header.isEmpty() || !header.get().hasMessageOfType(DataSpaceMessage.class)) {
      return false;
    }
    return read(
        path,
        () -> {
          Dataset dataset = dataset(path, header.get());
          return !dataset.isScalar() && Hdf5Numbers.isNumeric(dataset.getDataType());
        });
  }

  /** Returns the numbers of a data set, or empty if there is no such path. */
  Optional<StoredArray> numbers(String path) throws FeatureFileException {
    return ofDataset(path, dataset -> Hdf5Numbers.of(dataset, structure));
  }

  /** Returns the list of words of a data set, or empty if there is no such path. */
  Optional<Hdf5Words> words(String path) throws FeatureFileException {
    return ofDataset(path, dataset -> Hdf5Words.of(dataset, structure, this::heap, values));
  }

  private <T> Optional<T> ofDataset(String path, DatasetRead<T> reading)
      throws FeatureFileException {
    Optional<ObjectHeader> header = header(path);
    if (header.isEmpty()) {
      return Optional.empty();
    }
    if (!header.get().hasMessageOfType(DataSpaceMessage.class)) {
      throw new FeatureFileException(file, path + ": found a group, expected a data set");
    }
    return Optional.of(
        read(
            path,
            () -> {
              Dataset dataset = dataset(path, header.get());
              spend(dataset);
              return reading.read(dataset);
            }));
  }

  private Dataset dataset(String path, ObjectHeader header) {
    return DatasetLoader.createDataset(structure, header, path, hdf);
  }

  /** Returns the header of the object at a path; empty if there is none. */
  private Optional<ObjectHeader> header(String path) throws FeatureFileException {
    Optional<ObjectHeader> known = headers.get(path);
    if (known == null) {
      known = read(path, () -> find(start, path, MAX_SOFT_LINKS));
      headers.put(path, known);
    }
    return known;
  }

  private Optional<ObjectHeader> find(Map<String, Link> group, String path, int softLinks) {
    Map<String, Link> links =
        path.startsWith("/") ? Hdf5Group.links(structure, rootHeader(hdf, structure)) : group;
    Optional<ObjectHeader> found = Optional.empty();
    String[] names = path.replaceAll("^/+", "").split("/+", -1);
    for (int i = 0; i < names.length; i++) {
      Link link = links.get(names[i]);
      found = link == null ? Optional.empty() : target(links, link, softLinks);
      boolean isLast = i == names.length - 1;
      if (found.isEmpty() || (!isLast && !Hdf5Group.isGroup(found.get()))) {
        return Optional.empty();
      }
      links = isLast ? Map.of() : Hdf5Group.links(structure, found.get());
    }
    return found;
  }

  private Optional<ObjectHeader> target(Map<String, Link> group, Link link, int softLinks) {
    if (link instanceof Link.Soft soft) {
      if (softLinks == 0) {
        throw new Hdf5FormatException("found a link to itself, expected a link to a data set");
      }
      Optional<ObjectHeader> target = find(group, soft.path(), softLinks - 1);
      if (target.isEmpty()) {
        throw new Hdf5FormatException(
            "found a link to " + soft.path() + ", which does not exist, expected a data set");
      }
      return target;
    }
    if (link instanceof Link.External external) {
      throw new Hdf5FormatException(
          "found a link to the file "
              + external.file()
              + ", expected the data in this file (links to other files are not followed)");
    }
    return Optional.of(ObjectHeader.readObjectHeader(structure, ((Link.Hard) link).address()));
  }

  /**
   * Takes the memory of a data set from the budget: its values as stored or as float32, whichever
   * is larger, and the overhead of rows or words.
   */
  private void spend(Dataset dataset) {
    long count = Hdf5Storage.count(dataset);
    if (count > 0) {
      int valueBytes = Math.max(Float.BYTES, dataset.getDataType().getSize());
      values.spend(Math.multiplyExact(count, (long) valueBytes));
      long rows = dataset.isScalar() ? 1 : dataset.getDimensionsAsLong()[0];
      values.spend(Math.multiplyExact(rows, (long) OVERHEAD));
    }
  }

  private GlobalHeap heap(long address) {
    return heaps.computeIfAbsent(address, a -> new GlobalHeap(structure, a));
  }

  @Override
  public void close() throws FeatureFileException {
    try {
      channel.close();
    } catch (IOException e) {
      throw new FeatureFileException(file, "cannot be closed (" + e.getMessage() + ")", e);
    }
  }

  private <T> T read(String what, JhdfRead<T> reading) throws FeatureFileException {
    return translateErrors(file, what, reading);
  }

  /**
   * Translates the exceptions of jHDF. For a damaged file jHDF throws almost any RuntimeException,
   * and a StackOverflowError if its structure contains itself. No state of jHDF remains after the
   * failure.
   */
  private static <T> T translateErrors(Path file, String what, JhdfRead<T> reading)
      throws FeatureFileException {
    try {
      return reading.read();
    } catch (Hdf5FormatException e) {
      throw FileAccess.explained(
          new FeatureFileException(file, what + ": " + e.getMessage(), e), "an HDF5 file");
    } catch (RuntimeException | StackOverflowError e) {
      throw FileAccess.explained(
          new FeatureFileException(file, what + ": " + problem(e), e), "an HDF5 file");
    }
  }

  private static String problem(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null
            ? root.getClass().getSimpleName()
            : root.getMessage().replace(" in remote file", "");
    return root instanceof UnsupportedHdfException
        ? "found unsupported HDF5 ("
            + message
            + "), expected values that are stored in the file itself: copy the data set to a new"
            + " file"
        : "found damaged or unsupported HDF5 (" + message + "), expected a valid file";
  }

  /** Returns the links of the group at which a file is opened. */
  private interface Start {
    Map<String, Link> of(HdfFile hdf, Hdf5Structure structure);
  }

  /** A read access through jHDF. */
  private interface JhdfRead<T> {
    T read();
  }

  /** Reads the values of a data set. */
  private interface DatasetRead<T> {
    T read(Dataset dataset);
  }
}
