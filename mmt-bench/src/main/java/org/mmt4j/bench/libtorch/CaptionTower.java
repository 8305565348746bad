package org.mmt4j.bench.libtorch;

import com.google.common.collect.ImmutableList;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.mmt4j.bench.BatchFile;
import org.mmt4j.data.Expert;

/**
 * The caption encoder: BERT's output at [CLS], a gated embedding unit per expert, mixture weights.
 *
 * @param experts experts in the model's order
 * @param transformer layers after the embeddings
 * @param training whether batch normalization uses the statistics of the batch
 */
record CaptionTower(ImmutableList<Expert> experts, Transformer transformer, boolean training) {

  /** Returns {@code [w_1 phi_1 .. w_N phi_N]}, (B, N d). */
  Tensor apply(Weights weights, PaddedBatch batch) {
    Tensor cls = cls(weights.in("txt_bert"), batch); // (B, h)
    Tensor mixture = mixture(weights.in("moe_fc_txt"), cls); // (B, N)
    TensorVector phi = new TensorVector();
    for (int i = 0; i < experts.size(); i++) {
      Tensor embedded = gated(weights.in("text_GU").in(experts.get(i).name()), cls); // (B, d)
      phi.push_back(embedded.mul(mixture.narrow(1, i, 1)));
    }
    return torch.cat(phi, 1);
  }

  private Tensor cls(Weights bert, PaddedBatch batch) {
    Weights embeddings = bert.in("embeddings");
    Tensor ids = batch.get(BatchFile.IDS); // (B, W)
    Tensor words = // no gradient for padding, id 0
        torch.embedding(embeddings.get("word_embeddings.weight"), ids, 0, false, false);
    Tensor sum =
        words
            .add(embeddings.get("position_embeddings.weight").narrow(0, 0, ids.size(1)))
            .add(embeddings.get("token_type_embeddings.weight").select(0, 0));
    Tensor normalized =
        Tensors.dropout(embeddings.layerNorm("LayerNorm", sum), transformer.dropout());
    return transformer
        .apply(bert.in("encoder"), normalized, batch.get(BatchFile.VISIBLE))
        .select(1, 0);
  }

  private Tensor mixture(Weights weights, Tensor cls) {
    Tensor dropped = Tensors.dropout(cls, transformer.dropout());
    TensorVector logits = new TensorVector();
    experts.forEach(expert -> logits.push_back(weights.linear(expert.name(), dropped)));
    return torch.softmax(torch.cat(logits, 1), 1);
  }

  private Tensor gated(Weights unit, Tensor cls) {
    Tensor y = unit.linear("fc", cls);
    Weights norm = unit.in("cg.batch_norm");
    Tensor gate =
        torch.batch_norm(
            unit.linear("cg.fc", y),
            new TensorOptional(norm.get("weight")),
            new TensorOptional(norm.get("bias")),
            new TensorOptional(norm.get("running_mean")),
            new TensorOptional(norm.get("running_var")),
            training,
            0.1,
            1e-5,
            true);
    return Tensors.normalized(y.mul(torch.sigmoid(gate)));
  }
}
