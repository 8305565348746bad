/**
 * From a caption to what a text encoder reads, and the weights of pretrained encoders.
 *
 * <ul>
 *   <li>{@link org.mmt4j.text.Bert} is the caption encoder of the paper;
 *   <li>{@link org.mmt4j.text.WordPieceTokenizer} splits a sentence into word pieces and their ids,
 *       by a {@link org.mmt4j.text.WordPieceVocabulary};
 *   <li>{@link org.mmt4j.text.OnnxBert} reads {@link org.mmt4j.text.BertWeights} from an ONNX
 *       model, {@link org.mmt4j.text.TensorFlowBert} from a SavedModel, {@link
 *       org.mmt4j.text.HuggingFaceBert} from a directory of HuggingFace's;
 *   <li>{@link org.mmt4j.text.WordVectors} are read from files of word2vec and GloVe, {@link
 *       org.mmt4j.text.WordTokenizer} splits a sentence into their words.
 * </ul>
 *
 * <p>Nothing in this package opens a network connection.
 */
@NullMarked
package org.mmt4j.text;

import org.jspecify.annotations.NullMarked;
