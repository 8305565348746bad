package org.mmt4j.extract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * A video file as it was when features of it were extracted.
 *
 * @param id id of the video
 * @param file the file, as a URI, which keeps names that are not UTF-8
 * @param size number of bytes
 * @param modified time of its last modification, in milliseconds
 * @param experts experts that have processed it, whether or not they found features
 */
record ExtractedSource(
    String id, URI file, long size, Instant modified, ImmutableSortedSet<String> experts) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns a file as it is now, which no expert has processed yet. */
  static ExtractedSource of(String id, Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new ExtractedSource(
        id,
        file.toUri(),
        attributes.size(),
        attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS),
        ImmutableSortedSet.of());
  }

  /** Returns the same file with other experts. */
  ExtractedSource by(Set<String> names) {
    return new ExtractedSource(id, file, size, modified, ImmutableSortedSet.copyOf(names));
  }

  /** Returns whether the content seems to be the same, wherever the files are. */
  boolean isUnchanged(ExtractedSource other) {
    return size == other.size && modified.equals(other.modified);
  }

  /** Returns the path of the file if it still exists. */
  Optional<Path> existing() {
    try {
      return Optional.of(Path.of(file)).filter(Files::exists);
    } catch (IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty(); // written on another system
    }
  }

  /** Returns one line of JSON. */
  String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id).put("file", file.toString()).put("size", size);
    json.put("modified", modified.toString());
    experts.forEach(json.putArray("experts")::add);
    return json.toString();
  }

  /** Reads one line of JSON; empty if it is none that {@link #toJson} writes. */
  static Optional<ExtractedSource> parse(String line) {
    try {
      JsonNode json = JSON.readTree(line);
      ImmutableSortedSet.Builder<String> experts = ImmutableSortedSet.naturalOrder();
      json.required("experts").forEach(expert -> experts.add(expert.asText()));
      return Optional.of(
          new ExtractedSource(
              json.required("id").asText(),
              URI.create(json.required("file").asText()),
              json.required("size").asLong(),
              Instant.parse(json.required("modified").asText()),
              experts.build()));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
