/**
 * Tokenizers and encoders for captions, and readers for pretrained weights.
 *
 * <ul>
 *   <li>{@link org.mmt4j.text.Bert} is the caption encoder of the paper;
 *   <li>{@link org.mmt4j.text.WordPieceTokenizer} splits a caption into word pieces of a {@link
 *       org.mmt4j.text.WordPieceVocabulary} and returns their ids;
 *   <li>{@link org.mmt4j.text.OnnxBert} reads {@link org.mmt4j.text.BertWeights} from an ONNX
 *       model, {@link org.mmt4j.text.TensorFlowBert} from a SavedModel, {@link
 *       org.mmt4j.text.HuggingFaceBert} from a HuggingFace model directory;
 *   <li>{@link org.mmt4j.text.WordVectors} reads files of word2vec and GloVe, {@link
 *       org.mmt4j.text.WordTokenizer} splits a caption into their words.
 * </ul>
 *
 * <p>Nothing in this package opens a network connection.
 */
@NullMarked
package org.mmt4j.text;

import org.jspecify.annotations.NullMarked;
