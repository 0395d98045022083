"""Encoders made on the spot, with few random weights and a small vocabulary."""

import string

WORDS = ("vesicles", "of", "type", "slowed", "repair", "we", "saw", "then", "and")
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
POSITIONS = 48


def make_tokenizer():
    from transformers import BertTokenizerFast

    letters = [*string.ascii_lowercase, *string.digits, *".,-β"]
    pieces = [*SPECIAL, *WORDS, *letters, *(f"##{letter}" for letter in letters)]
    return BertTokenizerFast(vocab={piece: i for i, piece in enumerate(pieces)})


def make_tiny_bert(folder):
    """Write an encoder of one small layer, which reads 46 sub-tokens at a time.

    It begins as one that knows no context: a word means the same wherever it stands, so that
    what is learnt from short texts holds in long ones.
    """
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(0)
    tokenizer = make_tokenizer()
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
        hidden_dropout_prob=0.0,
    )
    model = BertModel(config, add_pooling_layer=False)
    torch.nn.init.zeros_(model.embeddings.position_embeddings.weight)
    torch.nn.init.zeros_(model.encoder.layer[0].attention.output.dense.weight)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
