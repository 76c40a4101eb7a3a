import type { Text } from '../core/text.ts';

/** What is counted: people, messages, attempts and servers have counters of their own in Korean, `count` is the rest. */
export type Counted = 'persons' | 'messages' | 'attempts' | 'servers' | 'count';

/** What the figures of a column or a bar are measured in. Renderers print the unit once, in the heading. */
export type Unit = Counted | 's' | 'ms' | 'us' | 'bytes' | 'perSecond' | 'ratio' | 'percent';

// Ids are English and never change: CSV, JSON and comparisons go by them, never by a title.

export interface Column {
  readonly id: string;
  readonly title: Text;
  /** Without a unit the column holds words. */
  readonly unit?: Unit;
}

/** A figure, a word, or null where nothing was measured (a skipped arm, too few samples). */
export type Cell = number | string | Text | null;

export interface Row {
  /** Of the arm that the row is about, the same in every table. */
  readonly id: string;
  readonly cells: readonly Cell[];
  /** Set by the frame: the client was at its limit here before the server was. */
  readonly clientBound?: true;
}

/** Six columns at most: more do not fit a terminal of 80. */
export interface TableBlock {
  readonly kind: 'table';
  readonly id: string;
  readonly title: Text;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** What a reader must know to read the table right, one sentence each. */
  readonly notes?: readonly Text[];
}

export interface BarsBlock {
  readonly kind: 'bars';
  readonly id: string;
  readonly title: Text;
  readonly unit: Unit;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly id: string;
  readonly label: Text;
  readonly value: number;
  /** Whiskers: how far the figure strayed, or the interval it is known to. */
  readonly low?: number;
  readonly high?: number;
}

/** How often each figure came up, side by side for several arms over one axis. */
export interface HistogramBlock {
  readonly kind: 'histogram';
  readonly id: string;
  readonly title: Text;
  readonly unit: Unit;
  /** Where the bins begin, and after them where the last one ends: one more than there are bins. */
  readonly edges: readonly number[];
  readonly series: readonly {
    readonly id: string;
    readonly label: Text;
    readonly counts: readonly number[];
  }[];
}

/** Figures that follow one another along an axis, a line for each series: where do they cross? */
export interface LinesBlock {
  readonly kind: 'lines';
  readonly id: string;
  readonly title: Text;
  /** Of the figures of all series. */
  readonly unit: Unit;
  /** Where the figures were taken, in order; drawn evenly spaced. */
  readonly axis: { readonly label: Text; readonly unit: Unit; readonly at: readonly number[] };
  /** As many figures as the axis has places; null where nothing was measured. */
  readonly series: readonly {
    readonly id: string;
    readonly label: Text;
    readonly values: readonly (number | null)[];
  }[];
}

/** What went over the wire, in order. `connection` names who sent the command or received the reply. */
export interface TranscriptBlock {
  readonly kind: 'transcript';
  readonly id: string;
  readonly title: Text;
  readonly lines: readonly {
    readonly connection: string;
    readonly direction: 'sends' | 'receives';
    readonly line: string;
    readonly comment?: Text;
  }[];
}

export type Mark = 'delivered' | 'lost' | 'duplicated';

/** Lanes over one axis of message ids, first to last inclusive. */
export interface TimelineBlock {
  readonly kind: 'timeline';
  readonly id: string;
  readonly title: Text;
  /** Of ids; in percent where each lane is scaled to its own length, and nothing on it can be counted. */
  readonly axis: {
    readonly label: Text;
    readonly first: number;
    readonly last: number;
    readonly unit?: 'percent';
  };
  readonly lanes: readonly {
    readonly id: string;
    readonly label: Text;
    readonly spans: readonly { readonly first: number; readonly last: number; readonly mark: Mark }[];
  }[];
}

/** On the screen of who is in the middle: within the radius, beyond it, or gone by now. Not on it: here, and unseen. */
export type Sighting = 'near' | 'far' | 'gone' | 'unseen';

/** Somebody in the middle, and where the others are. */
export interface MapBlock {
  readonly kind: 'map';
  readonly id: string;
  readonly title: Text;
  readonly radiusM: number;
  readonly dots: readonly {
    readonly id: string;
    /** From the middle. */
    readonly eastM: number;
    readonly northM: number;
    readonly seen: Sighting;
    /** Stands beside it, in the reader's language, where there is room for names. */
    readonly name?: string;
  }[];
}

export interface NoteBlock {
  readonly kind: 'note';
  readonly text: Text;
}

/** Everything a lab can show. Closed: one `switch` in each renderer, and the compiler finds a missing case. */
export type Block =
  | TableBlock
  | BarsBlock
  | HistogramBlock
  | LinesBlock
  | TranscriptBlock
  | TimelineBlock
  | MapBlock
  | NoteBlock;
