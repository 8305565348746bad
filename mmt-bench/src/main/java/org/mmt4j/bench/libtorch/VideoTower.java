package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableList;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.mmt4j.bench.BatchFile;
import org.mmt4j.config.ModelConfig;
import org.mmt4j.data.Expert;

/**
 * The video encoder over [CLS] and, for each expert, its aggregate and its padded features.
 *
 * @param experts experts in the model's order
 * @param transformer layers after the embeddings
 */
record VideoTower(ImmutableList<Expert> experts, Transformer transformer) {

  /** Returns {@code [psi_1 .. psi_N]}, (B, N d). */
  Tensor apply(Weights weights, PaddedBatch batch) {
    Weights bert = weights.in("vid_bert");
    Tensor hidden =
        transformer.apply(
            bert.in("encoder"), embedded(weights, batch), attentionMask(batch)); // (B, L, d)
    TensorVector psi = new TensorVector();
    long index = 1; // after [CLS]
    for (Expert expert : experts) {
      psi.push_back(Tensors.normalized(hidden.select(1, index)));
      index += 1 + batch.get(BatchFile.features(expert.name())).size(1);
    }
    return torch.cat(psi, 1);
  }

  /** Returns Omega(v) after layer normalization, (B, L, d). */
  private Tensor embedded(Weights weights, PaddedBatch batch) {
    Weights embeddings = weights.in("vid_bert.embeddings");
    Tensor sum =
        features(weights, batch)
            .add(embeddings.embedding("position_embeddings", positions(batch)))
            .add(embeddings.embedding("token_type_embeddings", tokenTypes(batch)));
    return Tensors.dropout(embeddings.layerNorm("layer_norm", sum), transformer.dropout());
  }

  private Tensor features(Weights weights, PaddedBatch batch) {
    Weights reduce = weights.in("video_dim_reduce");
    TensorVector blocks = new TensorVector();
    for (Expert expert : experts) {
      String layer = expert.name() + ".fc";
      Tensor largest = reduce.linear(layer, batch.get(BatchFile.maximum(expert.name()))); // (B, d)
      Tensor all = reduce.linear(layer, batch.get(BatchFile.features(expert.name()))); // (B, T, d)
      if (blocks.empty()) {
        blocks.push_back(torch.zeros_like(largest).unsqueeze(1)); // [CLS]
      }
      blocks.push_back(Tensors.normalized(largest).unsqueeze(1));
      blocks.push_back(Tensors.normalized(all));
    }
    return torch.cat(blocks, 1);
  }

  private Tensor positions(PaddedBatch batch) {
    TensorVector blocks = new TensorVector();
    for (Expert expert : experts) {
      Tensor positions = batch.get(BatchFile.positions(expert.name())); // (B, T)
      Tensor aggregates =
          torch.full_like(
              positions.narrow(1, 0, 1), Tensors.scalar(ModelConfig.AGGREGATE_POSITION));
      if (blocks.empty()) {
        blocks.push_back(aggregates); // [CLS]
      }
      blocks.push_back(aggregates);
      blocks.push_back(positions);
    }
    return torch.cat(blocks, 1);
  }

  private Tensor tokenTypes(PaddedBatch batch) {
    TensorVector blocks = new TensorVector();
    for (Expert expert : experts) {
      Tensor positions = batch.get(BatchFile.positions(expert.name()));
      if (blocks.empty()) {
        blocks.push_back(torch.zeros_like(positions.narrow(1, 0, 1))); // [CLS]
      }
      Tensor type = torch.full_like(positions, Tensors.scalar(expert.tokenType()));
      blocks.push_back(type.narrow(1, 0, 1)); // the aggregate
      blocks.push_back(type);
    }
    return torch.cat(blocks, 1);
  }

  private Tensor attentionMask(PaddedBatch batch) {
    TensorVector blocks = new TensorVector();
    for (Expert expert : experts) {
      Tensor present = batch.get(BatchFile.present(expert.name())); // (B, 1)
      if (blocks.empty()) {
        blocks.push_back(torch.ones_like(present)); // [CLS]
      }
      blocks.push_back(present);
      blocks.push_back(batch.get(BatchFile.visible(expert.name())));
    }
    return torch.cat(blocks, 1);
  }
}
