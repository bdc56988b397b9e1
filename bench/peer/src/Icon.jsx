// The shell's icons.

const paths = {
  mail: "M2 4h12v8.5H2zM2 4.5l6 4.5 6-4.5",
  screen: "M2 3h12v8H2zM5.5 13.5h5M8 11v2.5",
  reload: "M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5",
  arrow: "M3 8h10M9 4l4 4-4 4",
};

export function Icon({ name }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
