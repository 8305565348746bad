package org.mmt4j.extract.visiontext;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mmt4j.extract.FrameSize;
import org.mmt4j.extract.image.ChannelOrder;
import org.mmt4j.extract.image.ImagePreprocessing;
import org.mmt4j.extract.image.Interpolation;
import org.mmt4j.extract.image.Normalization;
import org.mmt4j.extract.image.Resize;
import org.mmt4j.io.DataFileException;
import org.mmt4j.io.ModelFiles;

/**
 * Reads {@code preprocessor_config.json} of HuggingFace's image processors: {@code size}, {@code
 * crop_size}, {@code resample}, {@code rescale_factor}, {@code image_mean} and {@code image_std}. A
 * size is {@code {"shortest_edge": n}}, {@code {"height": h, "width": w}} or n, the shortest edge.
 */
final class PreprocessorConfig {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_SIDE = 4096;
  private static final int BILINEAR = 2;
  private static final int BICUBIC = 3;

  private final Path file;
  private final JsonNode settings;

  private PreprocessorConfig(Path file, JsonNode settings) {
    this.file = file;
    this.settings = settings;
  }

  /**
   * Returns the preprocessing that a file states.
   *
   * @throws IOException if the file cannot be read, or states something else
   */
  static ImagePreprocessing read(Path file) throws IOException {
    try {
      JsonNode settings = JSON.readTree(ModelFiles.readSmall(file));
      return new PreprocessorConfig(file, settings).preprocessing();
    } catch (JsonProcessingException e) {
      throw new DataFileException(file, "expected JSON, found: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) { // such as a crop that is larger than the image
      throw new DataFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private ImagePreprocessing preprocessing() throws DataFileException {
    Normalization normalization =
        new Normalization(
            ChannelOrder.RGB,
            number("rescale_factor", 1.0 / 255),
            three("image_mean", 0),
            three("image_std", 1));
    return ImagePreprocessing.of(resize().withInterpolation(interpolation()), normalization);
  }

  private Resize resize() throws DataFileException {
    JsonNode size = settings.path("size");
    boolean isCropped = settings.path("do_center_crop").asBoolean(settings.has("crop_size"));
    if (size.has("height") && size.has("width") && !isCropped) {
      return Resize.stretch(side(size, "height"), side(size, "width"));
    }
    int edge = size.isInt() ? bounded("size", size) : side(size, "shortest_edge");
    if (!isCropped) {
      throw unexpected("do_center_crop", "false with a shortest edge", "true, or height and width");
    }
    JsonNode crop = settings.path("crop_size");
    int height = crop.isInt() ? bounded("crop_size", crop) : side(crop, "height");
    int width = crop.isInt() ? height : side(crop, "width");
    return new Resize(new FrameSize.ShortSide(edge), width, height, Interpolation.BILINEAR);
  }

  private Interpolation interpolation() throws DataFileException {
    int resample = settings.path("resample").asInt(BICUBIC);
    return switch (resample) {
      case BILINEAR -> Interpolation.BILINEAR;
      case BICUBIC -> Interpolation.BICUBIC;
      default -> throw unexpected("resample", String.valueOf(resample), "2 or 3");
    };
  }

  private int side(JsonNode size, String name) throws DataFileException {
    return bounded(name, size.path(name));
  }

  private int bounded(String name, JsonNode value) throws DataFileException {
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > MAX_SIDE) {
      throw unexpected(name, value.isMissingNode() ? "none" : value.toString(), "1 to " + MAX_SIDE);
    }
    return value.intValue();
  }

  private double number(String name, double standard) throws DataFileException {
    JsonNode value = settings.path(name);
    if (value.isMissingNode()) {
      return standard;
    }
    if (!value.isNumber()) {
      throw unexpected(name, value.toString(), "a number");
    }
    return value.doubleValue();
  }

  /** Returns one value for each channel. */
  private List<Double> three(String name, double standard) throws DataFileException {
    if (!settings.path("do_normalize").asBoolean(true) || !settings.has(name)) {
      return List.of(standard, standard, standard);
    }
    List<Double> values = new ArrayList<>();
    for (JsonNode value : settings.get(name)) {
      if (!value.isNumber()) {
        throw unexpected(name, settings.get(name).toString(), "3 numbers");
      }
      values.add(value.doubleValue());
    }
    return values;
  }

  private DataFileException unexpected(String name, String found, String expected) {
    return new DataFileException(file, name + ": found " + found + ", expected " + expected);
  }
}
