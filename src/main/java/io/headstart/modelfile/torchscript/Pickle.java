package io.headstart.modelfile.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The part of Python's pickle format, protocol 2, that TorchScript archives need. */
final class Pickle {
  private static final int PROTO = 0x80;
  private static final int GLOBAL = 'c';
  private static final int UNICODE = 'X';
  private static final int BYTE = 'K';
  private static final int INT = 'J';
  private static final int LONG = 0x8a;
  private static final int MARK = '(';
  private static final int TUPLE = 't';
  private static final int EMPTY_TUPLE = ')';
  private static final int EMPTY_DICT = '}';
  private static final int SET_ITEMS = 'u';
  private static final int NEW_OBJECT = 0x81;
  private static final int BUILD = 'b';
  private static final int REDUCE = 'R';
  private static final int PERSISTENT_ID = 'Q';
  private static final int TRUE = 0x88;
  private static final int FALSE = 0x89;
  private static final int STOP = '.';

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    op(PROTO);
    op(2);
  }

  /** Pickle of an empty tuple: an archive without constants. */
  static byte[] emptyTuple() {
    Pickle pickle = new Pickle();
    pickle.op(EMPTY_TUPLE);
    return pickle.end();
  }

  byte[] end() {
    op(STOP);
    return out.toByteArray();
  }

  /** Opens an object of a class; its attributes follow by {@link #text} and their values. */
  void beginObject(String module, String name) {
    global(module, name);
    op(EMPTY_TUPLE);
    op(NEW_OBJECT);
    op(EMPTY_DICT);
    op(MARK);
  }

  void endObject() {
    op(SET_ITEMS);
    op(BUILD);
  }

  void text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    op(UNICODE);
    littleEndian(bytes.length, 4);
    out.writeBytes(bytes);
  }

  void flag(boolean value) {
    op(value ? TRUE : FALSE);
  }

  /**
   * A tensor whose values are in a storage of the archive.
   *
   * @param storage number of the storage
   */
  void tensor(TorchTensor tensor, int storage) {
    global("torch._utils", "_rebuild_tensor_v2");
    op(MARK);
    op(MARK);
    text("storage");
    global("torch", tensor.type().storage());
    text(Integer.toString(storage));
    text("cpu");
    integer(tensor.count());
    op(TUPLE);
    op(PERSISTENT_ID);
    integer(0);
    integers(tensor.shape());
    integers(strides(tensor.shape()));
    flag(tensor.trained());
    global("collections", "OrderedDict");
    op(EMPTY_TUPLE);
    op(REDUCE);
    op(TUPLE);
    op(REDUCE);
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strides;
  }

  private void integers(long[] values) {
    op(MARK);
    for (long value : values) {
      integer(value);
    }
    op(TUPLE);
  }

  private void integer(long value) {
    if (value >= 0 && value < 256) {
      op(BYTE);
      littleEndian(value, 1);
    } else if (value == (int) value) {
      op(INT);
      littleEndian(value, 4);
    } else {
      op(LONG);
      op(8);
      littleEndian(value, 8);
    }
  }

  private void global(String module, String name) {
    op(GLOBAL);
    for (String line : List.of(module, name)) {
      out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void littleEndian(long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      op((int) (value >>> (8 * i)) & 0xff);
    }
  }

  private void op(int code) {
    out.write(code);
  }
}
