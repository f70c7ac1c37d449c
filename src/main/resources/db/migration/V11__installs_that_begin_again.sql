-- After everything was disconnected an install begins again with the next thing that somebody does.
alter table installs add begun_at timestamptz;
