package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.mmt4j.data.Expert;

/** The complete model, with the parameters of a saved model. */
final class TorchModel implements AutoCloseable {

  private static final double MARGIN = 0.05;

  private final ImmutableList<Expert> experts;
  private final ImmutableMap<String, Tensor> parameters;
  private final Weights weights;

  private TorchModel(ImmutableList<Expert> experts, ImmutableMap<String, Tensor> parameters) {
    this.experts = experts;
    this.parameters = parameters;
    this.weights = new Weights(parameters, "");
  }

  /** Reads the parameters of a model of the paper's sizes from a safetensors file. */
  static TorchModel read(List<Expert> experts, Path file) throws IOException {
    return new TorchModel(ImmutableList.copyOf(experts), TensorFile.read(file));
  }

  /** Returns the packed vectors of videos, (B, N d), without dropout. */
  Tensor videos(PaddedBatch batch) {
    return videoTower(0).apply(weights, batch);
  }

  /** Returns the packed vectors of captions, (B, N d), without dropout. */
  Tensor captions(PaddedBatch batch) {
    return captionTower(0, false).apply(weights, batch);
  }

  /** Returns the training loss of a batch: max-margin ranking in both directions. */
  Tensor loss(PaddedBatch batch, double dropout) {
    Tensor captions = captionTower(dropout, true).apply(weights, batch);
    Tensor similarities = captions.matmul(videoTower(dropout).apply(weights, batch).t()); // (B, B)
    long size = similarities.size(0);
    Tensor matching = similarities.diag().unsqueeze(1); // (B, 1)
    Tensor rows = hinge(similarities.sub(matching));
    Tensor columns = hinge(similarities.t().sub(matching));
    Tensor offDiagonal = torch.rsub(torch.eye(size), Tensors.scalar(1));
    return rows.add(columns).mul(offDiagonal).sum().div(Tensors.scalar(2.0 * size * (size - 1)));
  }

  /** Returns PyTorch's Adam over all trainable parameters. */
  Adam adam(double rate) {
    TensorVector trainable = new TensorVector();
    for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
      if (isTrainable(parameter.getKey(), parameter.getValue())) {
        trainable.push_back(parameter.getValue().requires_grad_());
      }
    }
    return new Adam(trainable, new AdamOptions(rate));
  }

  private static boolean isTrainable(String name, Tensor parameter) {
    return parameter.is_floating_point() && !name.contains(".running_");
  }

  private static Tensor hinge(Tensor difference) {
    return torch.relu(difference.add(Tensors.scalar(MARGIN)));
  }

  private VideoTower videoTower(double dropout) {
    return new VideoTower(experts, new Transformer(4, 4, "layer_norm", dropout));
  }

  private CaptionTower captionTower(double dropout, boolean training) {
    return new CaptionTower(experts, new Transformer(12, 12, "LayerNorm", dropout), training);
  }

  @Override
  public void close() {
    Scope.free(parameters.values());
  }
}
